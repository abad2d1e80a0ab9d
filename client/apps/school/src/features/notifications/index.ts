export { NotificationChoice } from './NotificationChoice.tsx';
export { useNotifications } from './useNotifications.ts';
