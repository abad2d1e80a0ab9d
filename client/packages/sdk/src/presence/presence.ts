import { Store } from '../sync/store.ts';
import type { Frame, Signal } from '../realtime/events.ts';
import { Typists } from './typingUsers.ts';

/** Whether somebody is here, as far as it is known. */
export interface Presence {
  readonly isOnline: boolean;
  /** RFC 3339; null where it is not known. */
  readonly lastSeen: string | null;
}

/** What passes: who types, and who is here. It is never read again, only told anew. */
export class Signals {
  readonly typists = new Typists<number>();
  readonly presence = new Store<ReadonlyMap<number, Presence>>(new Map());
  readonly #ownId: number;

  constructor(ownId: number) {
    this.#ownId = ownId;
  }

  /** Who has sent what they typed types no more. */
  hear(frame: Frame): void {
    if (frame.name !== 'new_message') return;
    const { chat_id, message } = frame.data;
    if (message.sender_id !== null) this.typists.note(chat_id, message.sender_id, false);
  }

  handle(signal: Signal): void {
    switch (signal.name) {
      case 'typing': {
        const { chat_id, user_id, is_typing } = signal.data;
        // One's own other device.
        if (user_id !== this.#ownId) this.typists.note(chat_id, user_id, is_typing);
        break;
      }
      case 'presence': {
        const { user_id, online, last_seen } = signal.data;
        this.#know(user_id, { isOnline: online, lastSeen: last_seen ?? null });
        break;
      }
      case 'anew':
        this.forget();
        break;
    }
  }

  /** Whoever was here may have left unseen: who is here is told once a stream is ready. */
  forget(): void {
    this.typists.clear();
    this.presence.update((known) => {
      if (![...known.values()].some(({ isOnline }) => isOnline)) return known;
      return new Map([...known].map(([id, presence]) => [id, { ...presence, isOnline: false }]));
    });
  }

  #know(userId: number, presence: Presence): void {
    this.presence.update((known) => {
      const before = known.get(userId);
      const lastSeen = presence.lastSeen ?? before?.lastSeen ?? null;
      if (before?.isOnline === presence.isOnline && before.lastSeen === lastSeen) return known;
      return new Map(known).set(userId, { ...presence, lastSeen });
    });
  }
}
