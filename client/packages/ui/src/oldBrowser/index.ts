export { isTooOld, MINIMUM_BROWSERS } from './features.ts';
export {
  browserLanguages,
  oldBrowserLanguage,
  oldBrowserWords,
  type OldBrowserWords,
} from './words.ts';
