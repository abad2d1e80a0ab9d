export { usePresenceText, type PresenceText } from './usePresenceText.ts';
export { useRoleNote } from './useRoleNote.ts';
