export { NotificationChoice } from './NotificationChoice.tsx';
export { NotificationOffer } from './NotificationOffer.tsx';
export { SoundButton } from './SoundButton.tsx';
export { SoundSwitch } from './SoundSwitch.tsx';
export { useAppBadge } from './useAppBadge.ts';
export { useMessageSound } from './useMessageSound.ts';
export {
  endPushSubscription,
  useNotificationClicks,
  usePushSubscription,
} from './useNotifications.ts';
export type { SubscriberProps } from './useSubscriber.ts';
