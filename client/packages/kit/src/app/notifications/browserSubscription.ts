/**
 * The push subscription of this browser. The realms of one service worker share it; the server stores
 * it once for each realm in which it is on.
 */
import type { BrowserSubscription } from '@vestnik/sdk';

import { WHOLE_ORIGIN, type Subscriber } from './subscriber.ts';

export type NotificationStatus = 'unsupported' | 'blocked' | 'on' | 'off';

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
export async function subscribe(subscriber: Subscriber): Promise<void> {
  const { userId, realm, server, scope } = subscriber;
  if ((await Notification.requestPermission()) !== 'granted') return;
  const options = { userVisibleOnly: true, applicationServerKey: await server.key() };
  await navigator.serviceWorker.ready;
  const registration = await workerRegistration(scope);
  if (registration === null) throw new Error(`no service worker is registered for ${scope} yet`);
  const subscription = await registration.pushManager.subscribe(options);
  await server.save(stored(subscription));
  writeOwner(scope, { userId, realms: [...otherRealms(subscriber), realm] });
}

export async function unsubscribe(subscriber: Subscriber): Promise<void> {
  const { userId, server, scope } = subscriber;
  const subscription = await browserSubscription(scope);
  if (subscription === null) return;
  await server.remove();
  const realms = otherRealms(subscriber);
  writeOwner(scope, { userId, realms });
  if (realms.length === 0) await subscription.unsubscribe();
}

/** Ends the subscription in this browser alone. The push service tells the server. */
export async function forgetSubscription(scope: string): Promise<void> {
  if (isSupported()) await (await browserSubscription(scope))?.unsubscribe();
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
async function ownSubscription(subscriber: Subscriber): Promise<PushSubscription | null> {
  const { userId, realm, scope } = subscriber;
  const subscription = await browserSubscription(scope);
  if (subscription === null) return null;
  if (readOwner(scope)?.userId !== userId) {
    await subscription.unsubscribe();
    return null;
  }
  return realmsOf(subscriber).includes(realm) ? subscription : null;
}

async function browserSubscription(scope: string): Promise<PushSubscription | null> {
  // Not `ready`, which never resolves if no worker could be registered.
  const registration = await workerRegistration(scope);
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Null while the page has none, or that of another application in an outer folder. */
async function workerRegistration(scope: string): Promise<ServiceWorkerRegistration | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  return registration?.scope === new URL(scope, location.href).href ? registration : null;
}

function isSupported(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

/** Where the subscription of this user is on. */
function realmsOf({ userId, scope }: Subscriber): readonly string[] {
  const owner = readOwner(scope);
  return owner?.userId === userId ? owner.realms : [];
}

/** The realms that keep the subscription when it is off in this one. */
function otherRealms(subscriber: Subscriber): readonly string[] {
  return realmsOf(subscriber).filter((realm) => realm !== subscriber.realm);
}

function readOwner(scope: string): Owner | null {
  return JSON.parse(localStorage.getItem(ownerKey(scope)) ?? 'null') as Owner | null;
}

function writeOwner(scope: string, owner: Owner): void {
  localStorage.setItem(ownerKey(scope), JSON.stringify(owner));
}

function ownerKey(scope: string): string {
  return scope === WHOLE_ORIGIN ? OWNER : `${OWNER}:${scope}`;
}

function stored(subscription: PushSubscription): BrowserSubscription {
  const { keys } = subscription.toJSON();
  const { p256dh = '', auth = '' } = keys ?? {};
  return { endpoint: subscription.endpoint, keys: { p256dh, auth } };
}
