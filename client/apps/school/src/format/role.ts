import type { Role } from '@vestnik/sdk';
import { defineMessages, useText } from '@vestnik/ui/i18n';

const messages = defineMessages({
  ru: {
    admin: 'Администратор',
    teacher: 'Преподаватель',
    student: 'Ученик',
    moderator: 'Модератор',
    member: 'Участник',
    guest: 'Гость',
    service: 'Программа',
  },
  en: {
    admin: 'Administrator',
    teacher: 'Teacher',
    student: 'Student',
    moderator: 'Moderator',
    member: 'Member',
    guest: 'Guest',
    service: 'Program',
  },
});

/** What somebody is, in a word. */
export function useRoleName(): (role: Role) => string {
  const names = useText(messages);
  return (role) => names[role];
}
