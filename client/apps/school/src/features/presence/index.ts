export { usePresenceText, type PresenceText } from './usePresenceText.ts';
