import type { Role, RoleNames } from '@vestnik/sdk';
import { createContext, useContext } from 'react';

import { defineStrings, useLanguage, useStrings } from '../i18n/index.ts';

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

const NO_NAMES: RoleNames = {};

/** Names of roles that the realm has instead of these. */
export const RoleNamesContext = createContext(NO_NAMES);

/** The role of a user in a word; empty if it is unknown. */
export function useRoleName(): (role: Role | null) => string {
  const names = useStrings(strings);
  const { language } = useLanguage();
  const ofRealm = useContext(RoleNamesContext);
  return (role) => (role === null ? '' : (ofRealm[role]?.[language] ?? names[role]));
}
