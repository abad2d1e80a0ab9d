export { useMessageSound } from './useMessageSound.ts';
export { useNotifications } from './useNotifications.ts';
