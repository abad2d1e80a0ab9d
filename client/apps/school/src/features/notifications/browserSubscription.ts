/**
 * The push subscription of this browser. All realms share it, since they share the service worker;
 * the server stores it once for each realm in which it is on.
 */
import type { PushSubscriptions, StoredSubscription } from '@vestnik/sdk';

export type NotificationStatus = 'unsupported' | 'blocked' | 'on' | 'off';

/** Who subscribes in which realm. */
export interface Subscriber {
  readonly userId: number;
  readonly realm: string;
  readonly server: PushSubscriptions;
}

/** Whose subscription it is (another person may sign in to the same browser), and where it is on. */
interface Owner {
  readonly userId: number;
  readonly realms: readonly string[];
}

const OWNER = 'vestnik:push-owner';

export async function notificationStatus(subscriber: Subscriber): Promise<NotificationStatus> {
  if (!isSupported()) return 'unsupported';
  if (Notification.permission === 'denied') return 'blocked';
  return (await ownSubscription(subscriber)) === null ? 'off' : 'on';
}

/** Asks the person for the permission, unless they have given it, and subscribes. */
export async function subscribe({ userId, realm, server }: Subscriber): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') return;
  const options = { userVisibleOnly: true, applicationServerKey: await server.key() };
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription = await pushManager.subscribe(options);
  await server.save(stored(subscription));
  const realms = realmsOf(userId).filter((other) => other !== realm);
  writeOwner({ userId, realms: [...realms, realm] });
}

export async function unsubscribe({ userId, realm, server }: Subscriber): Promise<void> {
  const subscription = await browserSubscription();
  if (subscription === null) return;
  await server.remove(subscription.endpoint);
  const realms = realmsOf(userId).filter((other) => other !== realm);
  writeOwner({ userId, realms });
  if (realms.length === 0) await subscription.unsubscribe();
}

/**
 * Stores the subscription again, since the browser may have renewed it and the server ends it with
 * the log-in that it was made in. One of another person ends.
 */
export async function refreshSubscription(subscriber: Subscriber): Promise<void> {
  if (!isSupported()) return;
  const subscription = await ownSubscription(subscriber);
  if (subscription !== null) await subscriber.server.save(stored(subscription));
}

/** Null if it is not on in the realm. One of another person ends. */
async function ownSubscription({ userId, realm }: Subscriber): Promise<PushSubscription | null> {
  const subscription = await browserSubscription();
  if (subscription === null) return null;
  if (readOwner()?.userId !== userId) {
    await subscription.unsubscribe();
    return null;
  }
  return realmsOf(userId).includes(realm) ? subscription : null;
}

async function browserSubscription(): Promise<PushSubscription | null> {
  // Not `ready`, which never resolves if no worker could be registered.
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

function isSupported(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

/** Where the subscription of this user is on. */
function realmsOf(userId: number): readonly string[] {
  const owner = readOwner();
  return owner?.userId === userId ? owner.realms : [];
}

function readOwner(): Owner | null {
  return JSON.parse(localStorage.getItem(OWNER) ?? 'null') as Owner | null;
}

function writeOwner(owner: Owner): void {
  localStorage.setItem(OWNER, JSON.stringify(owner));
}

function stored(subscription: PushSubscription): StoredSubscription {
  const { keys } = subscription.toJSON();
  const { p256dh = '', auth = '' } = keys ?? {};
  return { endpoint: subscription.endpoint, keys: { p256dh, auth } };
}
