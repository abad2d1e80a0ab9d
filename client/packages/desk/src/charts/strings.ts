import { defineStrings } from '@vestnik/ui/i18n';

export const strings = defineStrings({
  ru: { asTable: 'Показать таблицей' },
  en: { asTable: 'Show as a table' },
});
