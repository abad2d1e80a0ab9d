import type { Language } from './language.ts';

/** English has `one` and `other`; Russian `one`, `few` and `many` (`other` is for fractions). */
export interface PluralForms {
  one: string;
  few?: string;
  many?: string;
  other: string;
}

const rules: Record<Language, Intl.PluralRules> = {
  ru: new Intl.PluralRules('ru'),
  en: new Intl.PluralRules('en'),
};

/** The form of a noun that goes with the number; without the number itself. */
export function plural(language: Language, count: number, forms: PluralForms): string {
  switch (rules[language].select(count)) {
    case 'one':
      return forms.one;
    case 'few':
      return forms.few ?? forms.other;
    case 'many':
      return forms.many ?? forms.other;
    default:
      return forms.other;
  }
}
