export { areOffered } from './areOffered.ts';
export { NotificationOffer } from './NotificationOffer.tsx';
export { useMessageSound } from './useMessageSound.ts';
export { useNotifications } from './useNotifications.ts';
