export {
  followLanguage,
  LanguageProvider,
  preferredLanguage,
  useLanguage,
  type Language,
} from './language.ts';
export { plural, type PluralForms } from './plural.ts';
export {
  defineMessages,
  ReplacedMessagesContext,
  useText,
  type Messages,
  type ReplacedMessages,
  type Replacements,
  type Words,
} from './text.ts';
