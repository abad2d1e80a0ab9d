import { openOutboxStore } from '../outbox/outboxStore.ts';
import { deleteLocalCopies } from '../sync/copyDatabase.ts';
import { removeStoredUser, storageNames, type CookieSession } from './storedUser.ts';

/** Deletes all that the browser has stored of a session of another realm. */
export async function deleteStoredData(session: CookieSession): Promise<void> {
  // The tabs that show the user see this, and close what follows.
  removeStoredUser(session);
  const { copies, outbox } = storageNames(session.scope);
  await deleteLocalCopies(copies);
  const store = await openOutboxStore(outbox);
  for (const { number } of await store.all(session.userId)) await store.remove(number);
  store.close();
}

/** Messages of a session of another realm that are not sent. */
export async function countUnsent({ scope, userId }: CookieSession): Promise<number> {
  const store = await openOutboxStore(storageNames(scope).outbox);
  const { length } = await store.all(userId);
  store.close();
  return length;
}
