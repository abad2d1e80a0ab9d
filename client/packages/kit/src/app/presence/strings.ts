import { defineStrings } from '@vestnik/ui/i18n';

export const strings = defineStrings({
  ru: {
    online: 'в сети',
    seenAt: (clock: string) => `был(а) в сети в ${clock}`,
    seenOn: (day: string) => `был(а) в сети ${day}`,
  },
  en: {
    online: 'online',
    seenAt: (clock) => `last seen at ${clock}`,
    seenOn: (day) => `last seen ${day}`,
  },
});
