import { defineMessages } from '@vestnik/ui/i18n';

export const strings = defineMessages({
  ru: {
    newGroup: 'Новая группа',
    tooMany: 'В группе школы не больше 100 участников.',
    pictureRefused: 'Эту картинку нельзя использовать. Выберите другую.',
  },
  en: {
    newGroup: 'New group',
    tooMany: 'A group of the school has at most 100 members.',
    pictureRefused: 'This picture cannot be used. Choose another one.',
  },
});
