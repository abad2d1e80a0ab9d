/** Shows the notifications that the server pushes. A click opens the chat. */
import { worker } from './worker.ts';

/** What the server encrypts for this browser. */
interface PushedMessage {
  readonly chat_id: number;
  readonly title: string;
  readonly body: string;
}

worker.addEventListener('push', (event) => {
  if (event.data === null) return;
  event.waitUntil(show(event.data.json() as PushedMessage));
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data as string));
});

async function show({ chat_id, title, body }: PushedMessage): Promise<void> {
  await worker.registration.showNotification(title, {
    body,
    icon: '/icons/icon-192.png',
    // Replaces the earlier notification of the same chat.
    tag: `chat-${String(chat_id)}`,
    data: `/chats/${String(chat_id)}`,
  });
}

/** Shows a path in a window that is open, or in a new one. */
async function open(path: string): Promise<void> {
  const [window] = await worker.clients.matchAll({ type: 'window' });
  if (window === undefined) {
    await worker.clients.openWindow(path);
    return;
  }
  window.postMessage({ type: 'open', path });
  // The browser refuses it if the click was too long ago; the window shows the chat nevertheless.
  await window.focus().catch(() => undefined);
}
