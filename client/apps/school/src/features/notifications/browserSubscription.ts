/** The push subscription of this browser. */
import type { PushSubscriptions, StoredSubscription } from '@vestnik/sdk';

export type NotificationStatus = 'unsupported' | 'blocked' | 'on' | 'off';

/** Whose subscription it is: another person may sign in to the same browser. */
const SUBSCRIBER = 'vestnik:push-subscriber';

export async function notificationStatus(userId: number): Promise<NotificationStatus> {
  if (!isSupported()) return 'unsupported';
  if (Notification.permission === 'denied') return 'blocked';
  return (await ownSubscription(userId)) === null ? 'off' : 'on';
}

/** Asks the person for the permission, unless they have given it, and subscribes. */
export async function subscribe(userId: number, server: PushSubscriptions): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') return;
  const options = { userVisibleOnly: true, applicationServerKey: await server.key() };
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription = await pushManager.subscribe(options);
  await server.save(stored(subscription));
  localStorage.setItem(SUBSCRIBER, String(userId));
}

export async function unsubscribe(server: PushSubscriptions): Promise<void> {
  const subscription = await browserSubscription();
  if (subscription === null) return;
  await server.remove(subscription.endpoint);
  await subscription.unsubscribe();
}

/**
 * Stores the subscription again, since the browser may have renewed it and the server ends it with
 * the log-in that it was made in. One of another person ends.
 */
export async function refreshSubscription(
  userId: number,
  server: PushSubscriptions,
): Promise<void> {
  if (!isSupported()) return;
  const subscription = await ownSubscription(userId);
  if (subscription !== null) await server.save(stored(subscription));
}

/** Null if there is none, or was one of another person. */
async function ownSubscription(userId: number): Promise<PushSubscription | null> {
  const subscription = await browserSubscription();
  if (subscription === null || localStorage.getItem(SUBSCRIBER) === String(userId)) {
    return subscription;
  }
  await subscription.unsubscribe();
  return null;
}

async function browserSubscription(): Promise<PushSubscription | null> {
  // Not `ready`, which never resolves if no worker could be registered.
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

function isSupported(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

function stored(subscription: PushSubscription): StoredSubscription {
  const { keys } = subscription.toJSON();
  const { p256dh = '', auth = '' } = keys ?? {};
  return { endpoint: subscription.endpoint, keys: { p256dh, auth } };
}
