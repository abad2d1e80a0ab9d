import type { Role } from '@vestnik/sdk';
import { defineStrings, useStrings } from '../i18n/index.ts';

const strings = defineStrings({
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
  const names = useStrings(strings);
  return (role) => (role === null ? '' : names[role]);
}
