/** Shows the notifications that the server pushes. A click opens the chat in the application of its realm. */
import { worker } from './worker.ts';

/** What the server encrypts for this browser. */
export interface PushedMessage {
  readonly realm: string;
  readonly chat_id: number;
  readonly message_id: number;
  readonly title: string;
  readonly body: string;
}

export interface NotificationOptions {
  readonly icon: string;
  /** The path of the page that shows the message. */
  readonly pathOf: (pushed: PushedMessage) => string;
  /**
   * The base of the application that a path belongs to; null for a page of another build: the origin may
   * have several, and those understand no messages of this worker.
   */
  readonly baseOf: (path: string) => string | null;
}

export function handleNotifications(options: NotificationOptions): void {
  worker.addEventListener('push', (event) => {
    if (event.data === null) return;
    const pushed = event.data.json() as PushedMessage;
    event.waitUntil(show(pushed, options).then(() => updateBadge(options)));
  });
  worker.addEventListener('notificationclick', (event) => {
    event.notification.close();
    event.waitUntil(open(event.notification.data as string, options));
  });
}

async function show(pushed: PushedMessage, { icon, pathOf }: NotificationOptions): Promise<void> {
  const { realm, chat_id, title, body } = pushed;
  await worker.registration.showNotification(title, {
    body,
    icon,
    // Replaces the earlier notification of the same chat.
    tag: `${realm}-${String(chat_id)}`,
    data: pathOf(pushed),
  });
}

/** Counts the chats with notifications; a page that runs knows better and corrects it. */
async function updateBadge(options: NotificationOptions): Promise<void> {
  if (!('setAppBadge' in worker.navigator)) return;
  const { length } = await worker.registration.getNotifications();
  // It is refused where the application is not installed.
  await worker.navigator.setAppBadge(length).catch(() => undefined);
  for (const { client } of await windows(options)) client.postMessage({ type: 'badge' });
}

/** Shows a path in a window of its application that is open, or in a new one. */
async function open(path: string, options: NotificationOptions): Promise<void> {
  const base = options.baseOf(path);
  const window = (await windows(options)).find((one) => one.base === base)?.client;
  if (window === undefined) {
    await worker.clients.openWindow(path);
    return;
  }
  window.postMessage({ type: 'open', path });
  // The browser refuses it if the click was too long ago; the window shows the chat nevertheless.
  await window.focus().catch(() => undefined);
}

interface AppWindow {
  readonly client: WindowClient;
  readonly base: string;
}

/** The windows of this build. */
async function windows({ baseOf }: NotificationOptions): Promise<readonly AppWindow[]> {
  const all = await worker.clients.matchAll({ type: 'window' });
  return all.flatMap((client) => {
    const base = baseOf(new URL(client.url).pathname);
    return base === null ? [] : [{ client, base }];
  });
}
