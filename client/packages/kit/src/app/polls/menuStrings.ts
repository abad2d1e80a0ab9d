import { defineStrings } from '@vestnik/ui/i18n';

/** The strings of the menus. Those of polls themselves are loaded with the first poll. */
export const menuStrings = defineStrings({
  ru: {
    newPoll: 'Опрос',
    closePoll: 'Завершить опрос',
  },
  en: {
    newPoll: 'Poll',
    closePoll: 'Close the poll',
  },
});
