export {
  syncDocumentLanguage,
  LanguageProvider,
  preferredLanguage,
  useLanguage,
  type Language,
} from './language.ts';
export { plural, type PluralForms } from './plural.ts';
export {
  defineStrings,
  ReplacedStringsContext,
  useStrings,
  type Strings,
  type ReplacedStrings,
  type Replacements,
  type Localized,
} from './strings.ts';
