export { areOffered } from './areOffered.ts';
export { useMessageSound } from './useMessageSound.ts';
export { useNotifications } from './useNotifications.ts';
