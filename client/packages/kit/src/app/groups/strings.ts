import { defineStrings } from '@vestnik/ui/i18n';

export const strings = defineStrings({
  ru: {
    newGroup: 'Новая группа',
    newChat: 'Новый чат',
    tooMany: 'В группе не может быть столько участников.',
    pictureRefused: 'Эту картинку нельзя использовать. Выберите другую.',
  },
  en: {
    newGroup: 'New group',
    newChat: 'New chat',
    tooMany: 'A group cannot have that many members.',
    pictureRefused: 'This picture cannot be used. Choose another one.',
  },
});
