import { emptyMessage, type Chat, type Member, type Message, type User } from '@vestnik/sdk';

const TIME = '2026-05-04T12:00:00Z';

export function user(id: number, name: string): User {
  return { id, name, avatar_url: null, last_seen: null, online: false, role: 'member' };
}

export function member(id: number, name: string, overrides: Partial<Member> = {}): Member {
  return { user: user(id, name), role: 'member', joined_at: TIME, last_read_id: 0, ...overrides };
}

export function message(overrides: Partial<Message> = {}): Message {
  return emptyMessage({
    id: 100,
    uuid: 'm100',
    chat_id: 1,
    author_id: 2,
    created_at: TIME,
    ...overrides,
  });
}

export function attachment(
  overrides: Partial<Message['attachments'][number]> = {},
): Message['attachments'][number] {
  return {
    id: 55,
    kind: 'file',
    name: 'homework.pdf',
    mime: 'application/pdf',
    size: 1,
    url: '/v1/school/attachments/55',
    preview_url: null,
    placeholder: null,
    width: null,
    height: null,
    duration_ms: null,
    waveform: null,
    ...overrides,
  };
}

/** A private chat of the users 1 (the caller) and 2. */
export function chat({
  me,
  ...overrides
}: Partial<Omit<Chat, 'me'>> & { me?: Partial<Chat['me']> }): Chat {
  return {
    id: 1,
    uuid: 'c1',
    type: 'private',
    title: null,
    avatar_url: null,
    created_at: TIME,
    listing: null,
    last_message: null,
    members: [member(1, 'Иван Петров'), member(2, 'Анна Соколова')],
    member_count: 2,
    pins: [],
    custom: {},
    unread_count: 0,
    unread_mention_count: 0,
    ...overrides,
    me: {
      archived: false,
      can: ['send'],
      draft: null,
      last_read_id: 0,
      muted: false,
      muted_until: null,
      pinned: false,
      role: 'member',
      ...me,
    },
  };
}
