import type { ErrorCode } from '../http/errors.ts';

/** Why a message cannot be sent, in a form that can be stored. */
export type StoredError = StoredRefusal | StoredFailure;

/** The server refused it. */
export interface StoredRefusal {
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
}

/** It did not reach the server, and would not by being repeated: its file cannot be read, say. */
export interface StoredFailure {
  readonly kind: 'storage' | 'internal';
  readonly detail: string;
}

/** The user who writes, by the id that the application uses. */
export type OwnerId = number | string;

/** What is stored of a message besides its content. */
export interface OutboxEntryMeta {
  /** The order of writing; assigned by the store. */
  readonly number: number;
  readonly userId: OwnerId;
  readonly clientId: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** Set when it cannot be sent: it is tried again only if the user wants that. */
  readonly refusal: StoredError | null;
}

/** A message that is to be sent. */
export type OutboxEntry<Draft extends object> = OutboxEntryMeta & Draft;

/** One that the store has not numbered yet. */
export type NewOutboxEntry<Draft extends object> = Omit<OutboxEntryMeta, 'number'> & Draft;

export interface OutboxStore<Draft extends object> {
  /** One user's entries in the order of writing. */
  all(userId: OwnerId): Promise<OutboxEntry<Draft>[]>;
  add(entry: NewOutboxEntry<Draft>): Promise<OutboxEntry<Draft>>;
  /** Replaces an entry, if it is still there. */
  put(entry: OutboxEntry<Draft>): Promise<void>;
  remove(number: number): Promise<void>;
  /** Removes the entries of other users that were written before that time (RFC 3339, UTC). */
  removeOthers(userId: OwnerId, before: string): Promise<void>;
  close(): void;
}
