/** Accounts of people who sign in with an e-mail address and a password. */
export { AccountLinks } from './accountLinks.ts';
export { OwnAccount } from './ownAccount.ts';
export { PeopleAdmin } from './peopleAdmin.ts';
export type * from './types.ts';
