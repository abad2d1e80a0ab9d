import { Store } from '../sync/store.ts';

/** Milliseconds without a signal after which a user is no longer typing. */
const EXPIRY_MS = 6_000;

/** Users who type, by chat, in the order in which they began. */
export type TypingUsersState<ChatId> = ReadonlyMap<ChatId, readonly number[]>;

/** Who is typing now. Each entry expires by itself, since the signal that ends it may be lost. */
export class TypingUsers<ChatId extends number | string> {
  readonly state = new Store<TypingUsersState<ChatId>>(new Map());
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  setTyping(chatId: ChatId, userId: number, isTyping: boolean): void {
    const key = `${chatId}:${userId}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    if (isTyping) {
      const timer = setTimeout(() => {
        this.setTyping(chatId, userId, false);
      }, EXPIRY_MS);
      this.#timers.set(key, timer);
    }
    this.state.update((state) => withTyping(state, chatId, userId, isTyping));
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    if (this.state.get().size > 0) this.state.set(new Map());
  }
}

function withTyping<ChatId>(
  state: TypingUsersState<ChatId>,
  chatId: ChatId,
  userId: number,
  isTyping: boolean,
): TypingUsersState<ChatId> {
  const before = state.get(chatId) ?? [];
  if (before.includes(userId) === isTyping) return state;
  const after = isTyping ? [...before, userId] : before.filter((id) => id !== userId);
  const next = new Map(state);
  if (after.length > 0) next.set(chatId, after);
  else next.delete(chatId);
  return next;
}
