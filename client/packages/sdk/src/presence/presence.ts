import type { EphemeralEvent, StreamFrame } from '../realtime/events.ts';
import type { Chat, User } from '../model.ts';
import { Store } from '../sync/store.ts';
import { membersIn } from '../sync/userDirectory.ts';
import { TypingUsers } from './typingUsers.ts';

/** Whether a user is connected, as far as the caller may know. */
export interface Presence {
  readonly isOnline: boolean;
  /** RFC 3339; null if unknown. */
  readonly lastSeen: string | null;
}

/** Who is online and who is typing: ephemeral state that the stream sends. */
export class PresenceTracker {
  readonly typing = new TypingUsers<number>();
  readonly users = new Store<ReadonlyMap<number, Presence>>(new Map());
  readonly #ownId: number;

  constructor(ownId: number) {
    this.#ownId = ownId;
  }

  /** A message ends its author's typing. */
  onFrame(frame: StreamFrame): void {
    if (frame.name !== 'message') return;
    const { chat_id, author_id } = frame.data.message;
    if (author_id !== null) this.typing.setTyping(chat_id, author_id, false);
  }

  onEphemeral(event: EphemeralEvent): void {
    switch (event.name) {
      case 'typing': {
        const { chat_id, user_id, typing } = event.data;
        // The user's own other device.
        if (user_id !== this.#ownId) this.typing.setTyping(chat_id, user_id, typing);
        break;
      }
      case 'presence': {
        const { user_id, online, last_seen } = event.data;
        this.#set([[user_id, { isOnline: online, lastSeen: last_seen }]]);
        break;
      }
      case 'presence_reset':
        this.reset();
        break;
      case 'draft':
        break;
    }
  }

  /** Members of chats that were just read. */
  onChats(chats: readonly Chat[]): void {
    this.onUsers(membersIn(chats));
  }

  /** Users of an answer: those without a presence get the one in it. */
  onUsers(users: readonly User[]): void {
    const known = this.users.get();
    const added = users.filter(({ id }) => {
      const presence = known.get(id);
      return presence === undefined || (!presence.isOnline && presence.lastSeen === null);
    });
    this.#set(
      added.map((user) => [user.id, { isOnline: user.online, lastSeen: user.last_seen }] as const),
    );
  }

  /** Marks everyone offline and clears typing; the server sends presence after `ready`. */
  reset(): void {
    this.typing.clear();
    this.users.update((known) => {
      if (![...known.values()].some(({ isOnline }) => isOnline)) return known;
      return new Map([...known].map(([id, presence]) => [id, { ...presence, isOnline: false }]));
    });
  }

  #set(entries: readonly (readonly [userId: number, presence: Presence])[]): void {
    this.users.update((known) => {
      const changed = entries.flatMap(([userId, presence]) => {
        const before = known.get(userId);
        const lastSeen = presence.lastSeen ?? before?.lastSeen ?? null;
        const isSame = before?.isOnline === presence.isOnline && before.lastSeen === lastSeen;
        return isSame ? [] : [[userId, { ...presence, lastSeen }] as const];
      });
      return changed.length === 0 ? known : new Map([...known, ...changed]);
    });
  }
}
