import type { Role } from './model.ts';

/**
 * What a realm's policy allows beyond single chats, of which `me.can` tells. The server decides;
 * from this a user interface knows what to offer.
 */
export interface RealmPolicy {
  /** Characters of a message, as Unicode counts them. */
  readonly maxMessageLength: number;
  /** Files of any kind and voice notes, or images alone. */
  readonly attachments: 'any' | 'images';
  readonly hasGroups: boolean;
  /** A chat can be pinned to the top of the list. */
  readonly canPinChats: boolean;
  /** Drafts are on all of the user's devices. */
  readonly syncsDrafts: boolean;
  /** What a user of this role may begin. */
  readonly newChats: (role: Role | null) => readonly NewChatKind[];
  /** Whether a user of this role reads the chats of others too. */
  readonly readsAllChats: (role: Role | null) => boolean;
}

export type NewChatKind = 'private' | 'group';

const never = (): boolean => false;

const OPEN: RealmPolicy = {
  maxMessageLength: 10_000,
  attachments: 'any',
  hasGroups: true,
  canPinChats: true,
  syncsDrafts: true,
  newChats: () => ['private', 'group'],
  readsAllChats: never,
};

const POLICIES: Readonly<Record<string, RealmPolicy>> = {
  school: {
    ...OPEN,
    newChats: (role) => (role === 'teacher' || role === 'admin' ? ['group'] : []),
    readsAllChats: (role) => role === 'admin',
  },
  direct: { ...OPEN, hasGroups: false, newChats: () => ['private'] },
  market: {
    ...OPEN,
    maxMessageLength: 2_000,
    attachments: 'images',
    hasGroups: false,
    canPinChats: false,
    syncsDrafts: false,
    newChats: () => [],
  },
};

/** The policy of a realm, by the table of the native API. */
export function realmPolicy(realm: string): RealmPolicy {
  return POLICIES[realm] ?? OPEN;
}
