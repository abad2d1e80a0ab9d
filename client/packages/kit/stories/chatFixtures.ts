import type { Chat, Hit, Member } from '@vestnik/sdk/model';

import { ANNA, BORIS, image, message, OWN_ID, PEOPLE, VOICE } from './fixtures.ts';

export const MEMBERS: readonly Member[] = PEOPLE.map((user, index) => ({
  user,
  role: index === 0 ? 'admin' : user.id === OWN_ID ? 'owner' : 'member',
  joined_at: '2026-01-12T09:00:00.000Z',
  last_read_id: 813,
}));

/** A private chat of Boris, who is the caller, with Anna. */
export function chat({
  me,
  ...changes
}: Partial<Omit<Chat, 'me'>> & { me?: Partial<Chat['me']> } = {}): Chat {
  return {
    id: 40,
    uuid: '00000000-0000-4000-8000-000000000040',
    type: 'private',
    title: null,
    avatar_url: null,
    created_at: '2026-01-12T09:00:00Z',
    listing: null,
    last_message: message(),
    members: MEMBERS.filter(({ user }) => user === ANNA || user === BORIS),
    member_count: 2,
    pins: [],
    custom: {},
    unread_count: 0,
    unread_mention_count: 0,
    ...changes,
    me: {
      archived: false,
      can: ['send', 'attach'],
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

export const GROUP: Chat = chat({
  id: 41,
  type: 'group',
  title: 'Кружок 9Б',
  members: null,
  member_count: 3,
  me: { role: 'owner', can: ['send', 'invite', 'remove', 'rename', 'leave'] },
});

export const CHATS: readonly Chat[] = [
  chat({ me: { pinned: true }, unread_count: 2 }),
  {
    ...GROUP,
    unread_count: 1200,
    unread_mention_count: 1,
    last_message: message({ text: '', attachments: [image(1), image(2)] }),
  },
  chat({ id: 42, last_message: message({ author_id: OWN_ID, text: 'Спасибо!' }) }),
  chat({
    id: 43,
    last_message: message({ text: '', type: 'voice', attachments: [VOICE] }),
    me: { muted: true },
    unread_count: 5,
  }),
  chat({ id: 44, last_message: null, me: { draft: { text: 'Не забудьте', reply_to_id: null } } }),
  chat({ id: 45, me: { role: null, can: [] } }),
];

export const HITS: readonly Hit[] = [
  { message: message(), chat: { id: 40, title: null }, highlights: [{ start: 23, end: 30 }] },
  {
    message: message({ id: 900, text: `${'Длинное начало. '.repeat(20)}Задание готово.` }),
    chat: { id: 41, title: 'Кружок 9Б' },
    highlights: [{ start: 320, end: 327 }],
  },
];
