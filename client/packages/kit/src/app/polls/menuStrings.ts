import { defineStrings } from '@vestnik/ui/i18n';

/** What is shown before a poll is: the other strings are loaded with it. */
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
