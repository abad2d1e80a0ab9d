import { defineStrings } from '@vestnik/ui/i18n';

export const strings = defineStrings({
  ru: {
    guest: (number: string) => `Гость ${number}`,
    listing: (id: number) => `Объявление № ${id}`,
  },
  en: {
    guest: (number) => `Guest ${number}`,
    listing: (id) => `Listing № ${id}`,
  },
});
