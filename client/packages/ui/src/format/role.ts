import type { Role } from '@vestnik/sdk';
import { defineMessages, useText } from '../i18n/index.ts';

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

/** The role of a user in a word; empty if it is unknown. */
export function useRoleName(): (role: Role | null) => string {
  const names = useText(messages);
  return (role) => (role === null ? '' : names[role]);
}
