import type { components } from '../http/wire.ts';
import type { Role } from '../model.ts';

/** The policy of a realm, as `GET /v1/{realm}/policy` tells it. */
export type ServedPolicy = components['schemas']['Policy'];

/** The names of roles that a realm calls otherwise than every realm does. */
export type RoleNames = Readonly<Partial<Record<Role, ServedPolicy['name']>>>;

/**
 * What a realm offers, under the names of the server's policy. Absent: not offered, or not known, as in
 * a policy that the browser stored before the server knew the name.
 */
export type RealmFeatures = Readonly<Partial<ServedPolicy['features']>>;

/**
 * What a realm's policy allows beyond single chats, of which `me.can` tells. The server decides;
 * from this a user interface knows what to offer.
 */
export interface RealmPolicy extends RealmFeatures {
  /** The realm's name; null while it is not known. */
  readonly name: ServedPolicy['name'] | null;
  readonly roleNames: RoleNames;
  /** Characters of a message, as Unicode counts them. */
  readonly maxMessageLength: number;
  /** What a user of this role may begin. */
  readonly newChats: (role: Role | null) => readonly NewChatKind[];
  /** Whether a user of this role reads the chats of others too. */
  readonly readsAllChats: (role: Role | null) => boolean;
  /** Messages can be sent silently; absent, as in every realm: they can. An application may offer less. */
  readonly silent?: boolean;
  /** The same of messages that are sent later. */
  readonly scheduled?: boolean;
}

export type NewChatKind = 'private' | 'group';

/** The policy until the server's is read: chats and messages are shown, and none can be begun. */
export const UNKNOWN_POLICY: RealmPolicy = {
  name: null,
  roleNames: {},
  maxMessageLength: 10_000,
  files: 'all',
  groups: true,
  pins: true,
  drafts: true,
  newChats: () => [],
  readsAllChats: () => false,
};

/** The policy for a user interface. */
export function realmPolicy({ name, role_names, max_text, features }: ServedPolicy): RealmPolicy {
  const makesGroups = (role: Role | null): boolean => {
    if (!features.groups) return false;
    const makers = features.group_makers;
    return makers === null || (role !== null && makers.includes(role));
  };
  return {
    ...features,
    name,
    roleNames: role_names,
    maxMessageLength: max_text,
    newChats: (role) => [
      ...(features.private_chats === 'with_anyone' ? (['private'] as const) : []),
      ...(makesGroups(role) ? (['group'] as const) : []),
    ],
    readsAllChats: (role) => features.admins_observe && role === 'admin',
  };
}
