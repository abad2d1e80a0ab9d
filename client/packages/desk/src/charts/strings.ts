import { defineMessages } from '@vestnik/ui/i18n';

export const strings = defineMessages({
  ru: { asTable: 'Показать таблицей' },
  en: { asTable: 'Show as a table' },
});
