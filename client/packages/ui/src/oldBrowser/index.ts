export { isTooOld, MINIMUM_BROWSERS } from './features.ts';
export { oldBrowserWords, type OldBrowserWords } from './words.ts';
