import type { components } from '../http/wire.ts';
import type { Role } from '../model.ts';

/** The policy of a realm, as `GET /v1/{realm}/policy` tells it. */
export type ServedPolicy = components['schemas']['Policy'];

/** The names of roles that a realm calls otherwise than every realm does. */
export type RoleNames = Readonly<Partial<Record<Role, ServedPolicy['name']>>>;

/**
 * What a realm's policy allows beyond single chats, of which `me.can` tells. The server decides;
 * from this a user interface knows what to offer.
 */
export interface RealmPolicy {
  /** The realm's name; null while it is not known. */
  readonly name: ServedPolicy['name'] | null;
  readonly roleNames: RoleNames;
  /** Characters of a message, as Unicode counts them. */
  readonly maxMessageLength: number;
  /** Files of any kind and voice notes, images alone, or none. */
  readonly attachments: 'any' | 'images' | 'none';
  readonly hasGroups: boolean;
  /** People sign in here with a password: see `realmCookies`. */
  readonly hasAccounts: boolean;
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

/** The policy until the server's is read: chats and messages are shown, and none can be begun. */
export const UNKNOWN_POLICY: RealmPolicy = {
  name: null,
  roleNames: {},
  maxMessageLength: 10_000,
  attachments: 'any',
  hasGroups: true,
  hasAccounts: false,
  canPinChats: true,
  syncsDrafts: true,
  newChats: () => [],
  readsAllChats: () => false,
};

const ATTACHMENTS = { all: 'any', images: 'images', none: 'none' } as const;

/** The policy for a user interface. */
export function realmPolicy(served: ServedPolicy): RealmPolicy {
  const { features } = served;
  const makesGroups = (role: Role | null): boolean => {
    if (!features.groups) return false;
    const makers = features.group_makers;
    return makers === null || (role !== null && makers.includes(role));
  };
  return {
    name: served.name,
    roleNames: served.role_names,
    maxMessageLength: served.max_text,
    attachments: ATTACHMENTS[features.files],
    hasGroups: features.groups,
    hasAccounts: features.accounts,
    canPinChats: features.pins,
    syncsDrafts: features.drafts,
    newChats: (role) => [
      ...(features.private_chats === 'with_anyone' ? (['private'] as const) : []),
      ...(makesGroups(role) ? (['group'] as const) : []),
    ],
    readsAllChats: (role) => features.admins_observe && role === 'admin',
  };
}
