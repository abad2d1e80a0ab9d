/** Who speaks in a conversation, and how the reader sees them. */
import type { Role } from '@vestnik/sdk';

/** A person in a conversation; the name is ready to be shown. */
export interface Speaker {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
}

export interface Cast {
  /** Names the conversation: the other person, or both for an onlooker. */
  readonly title: string;
  /** The reader's id, if they take part. */
  readonly ownId: number | null;
  /** Everyone but the reader. */
  readonly others: readonly Speaker[];
  /** The newest message that the other side has read. */
  readonly readUpTo: number;
  /** For a message of somebody who is not there any more. */
  readonly removedName: string;
}

export function nameOf(cast: Cast, senderId: number | null): string {
  return cast.others.find((person) => person.id === senderId)?.name ?? cast.removedName;
}

/** Own messages are at the end; of two that are watched, the second's. */
export function sideOf(cast: Cast, senderId: number | null): 'start' | 'end' {
  if (cast.ownId !== null) return senderId === cast.ownId ? 'end' : 'start';
  return cast.others.findIndex((person) => person.id === senderId) > 0 ? 'end' : 'start';
}
