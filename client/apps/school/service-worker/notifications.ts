/** Shows the notifications that the server pushes. A click opens the chat in the application of its realm. */
import { appAt, appOf } from '../src/app/realmApps.ts';
import { isAppRoute } from './pages.ts';
import { worker } from './worker.ts';

/** What the server encrypts for this browser. */
interface PushedMessage {
  readonly realm: string;
  readonly chat_id: number;
  readonly title: string;
  readonly body: string;
}

worker.addEventListener('push', (event) => {
  if (event.data === null) return;
  event.waitUntil(show(event.data.json() as PushedMessage).then(updateBadge));
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data as string));
});

async function show({ realm, chat_id, title, body }: PushedMessage): Promise<void> {
  await worker.registration.showNotification(title, {
    body,
    icon: '/icons/icon-192.png',
    // Replaces the earlier notification of the same chat.
    tag: `${realm}-${String(chat_id)}`,
    data: `${appOf(realm).base}/chats/${String(chat_id)}`,
  });
}

/** Counts the chats with notifications; a page that runs knows better and corrects it. */
async function updateBadge(): Promise<void> {
  if (!('setAppBadge' in worker.navigator)) return;
  const { length } = await worker.registration.getNotifications();
  // It is refused where the application is not installed.
  await worker.navigator.setAppBadge(length).catch(() => undefined);
  for (const window of await windows()) window.postMessage({ type: 'badge' });
}

/** Shows a path in a window of its application that is open, or in a new one. */
async function open(path: string): Promise<void> {
  const app = appAt(path);
  const window = (await windows()).find(({ url }) => appAt(new URL(url).pathname) === app);
  if (window === undefined) {
    await worker.clients.openWindow(path);
    return;
  }
  window.postMessage({ type: 'open', path });
  // The browser refuses it if the click was too long ago; the window shows the chat nevertheless.
  await window.focus().catch(() => undefined);
}

/** The windows of this build: the origin may have other applications, which understand no messages. */
async function windows(): Promise<readonly WindowClient[]> {
  const all = await worker.clients.matchAll({ type: 'window' });
  return all.filter(({ url }) => isAppRoute(new URL(url).pathname));
}
