import { characterStart } from '../text/index.ts';
import { readStorage, writeStorage } from './storage.ts';

/** The draft of one conversation. */
export interface LocalDraft {
  readonly text: string;
  /** The message that it answers. */
  readonly replyTo?: string | undefined;
}

/** Conversations with a draft, and UTF-16 units of one: what localStorage holds has a bound. */
const MOST = 30;
const LONGEST = 20_000;

interface Stored {
  readonly account: string;
  /** The conversation written in last stands last. */
  readonly drafts: readonly (readonly [conversation: string, draft: LocalDraft])[];
}

const NOTHING = { text: null, stored: null };

/** Who follows the drafts under a key in this tab. */
const followers = new Map<string, Set<() => void>>();

/**
 * Drafts by conversation, kept in localStorage for one account at a time: the drafts of another
 * account are deleted. Where the browser stores nothing, they last as long as the page.
 */
export class Drafts {
  readonly #key: string;
  readonly #account: () => string | null;
  /** What the browser refused to store. */
  #here: string | null = null;
  /** What was read last. */
  #known: { readonly text: string | null; readonly stored: Stored | null } = NOTHING;

  /** `account` is the signed-in account; null: none, and nothing is stored. */
  constructor(key: string, account: () => string | null) {
    this.#key = key;
    this.#account = account;
  }

  of(conversation: string): LocalDraft | null {
    return this.#drafts().find(([name]) => name === conversation)?.[1] ?? null;
  }

  /** Keeps a draft; one without text is deleted. */
  keep(conversation: string, { text, replyTo }: LocalDraft): void {
    const before = this.#drafts();
    const others = before.filter(([name]) => name !== conversation);
    const isEmpty = text.trim() === '';
    if (isEmpty && others.length === before.length) return;
    const draft = {
      text: text.slice(0, characterStart(text, LONGEST)),
      ...(replyTo !== undefined && { replyTo }),
    };
    this.#store(isEmpty ? others : [...others, [conversation, draft] as const].slice(-MOST));
    this.#notify();
  }

  /** How many drafts signing out would delete. */
  get count(): number {
    return this.#drafts().length;
  }

  /** Deletes all drafts at a sign-out. */
  forget(): void {
    this.#write(null);
    this.#notify();
  }

  /** Calls `listener` after each change, also of another tab; returns what ends that. */
  subscribe(listener: () => void): () => void {
    const key = this.#key;
    const here = followers.get(key) ?? new Set();
    followers.set(key, here.add(listener));
    const stored = (event: StorageEvent): void => {
      if (event.key === key || event.key === null) listener();
    };
    addEventListener('storage', stored);
    return () => {
      here.delete(listener);
      removeEventListener('storage', stored);
    };
  }

  #notify(): void {
    for (const follow of followers.get(this.#key) ?? []) follow();
  }

  #drafts(): Stored['drafts'] {
    const account = this.#account();
    const text = readStorage(this.#key) ?? this.#here;
    // Lists of chats read often what changes rarely.
    if (text !== this.#known.text) this.#known = { text, stored: parsed(text) };
    const { stored } = this.#known;
    if (account === null || stored === null) return [];
    if (stored.account === account) return stored.drafts;
    this.#write(null);
    return [];
  }

  #store(drafts: Stored['drafts']): void {
    const account = this.#account();
    if (account === null) return;
    this.#write(drafts.length === 0 ? null : JSON.stringify({ account, drafts }));
  }

  #write(text: string | null): void {
    writeStorage(this.#key, text);
    this.#here = readStorage(this.#key) === text ? null : text;
  }
}

/** The drafts of all users under a key, which can be counted and deleted without a session. */
export function storedDrafts(key: string): Drafts {
  return new Drafts(key, () => parsed(readStorage(key))?.account ?? null);
}

function parsed(text: string | null): Stored | null {
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as Partial<Stored> | null;
    const isStored = typeof value?.account === 'string' && Array.isArray(value.drafts);
    return isStored ? (value as Stored) : null;
  } catch {
    return null;
  }
}
