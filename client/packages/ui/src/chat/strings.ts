import { defineStrings } from '../i18n/index.ts';

export const strings = defineStrings({
  ru: { clear: 'Очистить поиск' },
  en: { clear: 'Clear search' },
});
