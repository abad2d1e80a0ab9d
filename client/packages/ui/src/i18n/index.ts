export {
  followLanguage,
  LanguageProvider,
  preferredLanguage,
  useLanguage,
  type Language,
} from './language.ts';
export { plural, type PluralForms } from './plural.ts';
export { defineMessages, useText, type Messages, type Words } from './text.ts';
