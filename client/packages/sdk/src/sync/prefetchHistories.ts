import type { NativeApi } from '../http/nativeApi.ts';
import { later } from '../realtime/eventId.ts';
import type { ChatList } from './chatList.ts';
import { copyOfTimeline } from './copyContent.ts';
import { historyCopyName } from './copyNames.ts';
import type { EventBuffer } from './eventBuffer.ts';
import type { LazyCopies } from './lazyCopies.ts';
import { readSnapshotWithEvents } from './snapshotWithEvents.ts';
import { applyToTimeline, timelineFromPage } from './state/timeline.ts';

export interface PrefetchOptions {
  readonly api: NativeApi;
  readonly buffer: EventBuffer;
  readonly copies: Pick<LazyCopies, 'read' | 'store'>;
  readonly chats: ChatList;
  readonly userId: number;
  readonly signal: AbortSignal;
}

/** Chats whose newest messages are stored, and how many messages. */
const MAX_CHATS = 20;
const PAGE_SIZE = 50;
/** Milliseconds after the start in a browser that does not say when it is idle. */
const IDLE_AFTER_MS = 5_000;

/** Stores the newest messages of recent chats once the page is idle, unless the user saves data. */
export async function prefetchWhenIdle(options: PrefetchOptions): Promise<void> {
  const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean } };
  if (connection?.saveData === true) return;
  await isLoaded(options.chats);
  await isIdle();
  await prefetchHistories(options);
}

/**
 * Stores the newest messages of recent chats that this browser has none of, one chat after another. Those of others are
 * read when they are opened, since the server records who reads them. Ends with the first failure: the next start continues.
 */
export async function prefetchHistories(options: PrefetchOptions): Promise<void> {
  const { api, buffer, copies, chats, userId, signal } = options;
  const own = chats.state.get().entries.filter(({ chat }) => chat.me.role !== null);
  for (const { chat } of own.slice(0, MAX_CHATS)) {
    const name = historyCopyName(chat.id);
    if (signal.aborted) return;
    if ((await copies.read(name, 'history')) !== null) continue;
    const read = (): ReturnType<NativeApi['history']> => api.history(chat.id, { limit: PAGE_SIZE });
    const { value, asOf } = await readSnapshotWithEvents(buffer, read);
    // Others may have arrived since.
    const events = buffer.eventsSince(asOf);
    if (events === null) continue;
    const context = { chatId: chat.id, userId };
    const state = events.reduce(
      (before, event) => applyToTimeline(before, event, context),
      timelineFromPage(value),
    );
    const copy = copyOfTimeline(state);
    const { lastId } = buffer;
    if (copy !== null) {
      copies.store(name, { value: copy, asOf: lastId === null ? asOf : later(asOf, lastId) });
    }
  }
}

async function isLoaded({ state }: ChatList): Promise<void> {
  while (!state.get().isLoaded) {
    await new Promise<void>((resolve) => {
      const stop = state.observe(() => {
        stop();
        resolve();
      });
    });
  }
}

async function isIdle(): Promise<void> {
  await new Promise<void>((resolve) => {
    if (typeof requestIdleCallback === 'undefined') setTimeout(resolve, IDLE_AFTER_MS);
    else
      requestIdleCallback(() => {
        resolve();
      });
  });
}
