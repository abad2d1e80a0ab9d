import { describe, expect, it } from 'vitest';

import { chatTitle, deliveryOf, otherMember } from '../src/chats/chatView.ts';
import { filterChats, sortChats, unreadChats } from '../src/chats/filters.ts';
import { canDeleteGroup, memberRights } from '../src/chats/groupRights.ts';
import { mutedUntil } from '../src/chats/muting.ts';
import { messagePreview } from '../src/chats/preview.ts';
import { quickTargets } from '../src/chats/quickSearch.ts';
import { chatsStrings } from '../src/chats/strings.ts';
import { attachment, chat, member, message, user } from './support.ts';

const NOW = new Date('2026-05-04T12:00:00Z');
const LATER = '2026-05-04T13:00:00Z';
const EARLIER = '2026-05-04T11:00:00Z';
const name = (value: string | null | undefined) => value ?? '';
const group = (overrides: Parameters<typeof chat>[0] = {}) =>
  chat({ id: 7, type: 'group', title: '9Б', members: null, ...overrides });

describe('the title of a chat', () => {
  it('is a group’s title or the other member’s name', () => {
    expect(chatTitle(group(), 1, name)).toBe('9Б');
    expect(chatTitle(chat({}), 1, name)).toBe('Анна Соколова');
    expect(otherMember(group(), 1)).toBeNull();
  });

  it('names both members to a reader who is none', () => {
    expect(chatTitle(chat({ me: { role: null } }), 9, name)).toBe('Иван Петров — Анна Соколова');
  });
});

describe('the state of an own message', () => {
  it('is read once another member has read up to it', () => {
    const own = message({ id: 10, author_id: 1 });
    const readUpTo = (id: number) =>
      chat({
        members: [member(1, 'Я', { last_read_id: 99 }), member(2, 'А', { last_read_id: id })],
      });
    expect(deliveryOf(readUpTo(9), own, 1)).toBe('sent');
    expect(deliveryOf(readUpTo(10), own, 1)).toBe('read');
    expect(deliveryOf(readUpTo(10), message({ id: 10, author_id: 2 }), 1)).toBeNull();
    expect(deliveryOf(readUpTo(10), null, 1)).toBeNull();
  });

  it('is only sent in a group, which comes without its members', () => {
    expect(deliveryOf(group(), message({ id: 10, author_id: 1 }), 1)).toBe('sent');
  });
});

describe('the preview of a message', () => {
  const words = chatsStrings.ru;
  const preview = (overrides: Parameters<typeof message>[0]) =>
    messagePreview(message(overrides), words);
  const image = attachment({ kind: 'image' });

  it('is the text in one line', () => {
    expect(preview({ text: ' a\n\tb  c ' })).toEqual({ kind: null, text: 'a b c' });
    expect(preview({ text: 'я'.repeat(9_000) }).text).toHaveLength(160);
  });

  it('has a word for files without a text', () => {
    expect(preview({ attachments: [image] })).toEqual({ kind: 'photo', text: 'Фото' });
    expect(preview({ attachments: [image, image, image] }).text).toBe('Фото: 3');
    expect(preview({ attachments: [attachment({ kind: 'voice' })] })).toEqual({
      kind: 'voice',
      text: 'Голосовое сообщение',
    });
    expect(preview({ attachments: [attachment()] })).toEqual({
      kind: 'file',
      text: 'homework.pdf',
    });
    expect(preview({ attachments: [attachment(), attachment()] }).text).toBe('2 файла');
    expect(preview({ attachments: [image, attachment()] }).text).toBe('2 файла');
  });

  it('prefers the text to the word, and has the icon', () => {
    expect(preview({ text: 'Смотри', attachments: [image] })).toEqual({
      kind: 'photo',
      text: 'Смотри',
    });
  });

  it('shows a deleted message as such', () => {
    expect(preview({ deleted_at: EARLIER })).toEqual({ kind: null, text: 'Сообщение удалено' });
  });
});

describe('filters', () => {
  const unread = chat({ id: 1, unread_count: 2 });
  const quiet = chat({ id: 2, unread_count: 1, me: { muted: true } });
  const lapsed = chat({ id: 3, unread_count: 1, me: { muted: true, muted_until: EARLIER } });
  const archived = chat({ id: 4, unread_count: 5, me: { archived: true } });
  const chats = [unread, quiet, lapsed, archived, group()];
  const ids = (filter: Parameters<typeof filterChats>[1], query = '') =>
    filterChats(chats, filter, query, (one) => chatTitle(one, 1, name)).map(({ id }) => id);

  it('leave archived chats to their own list', () => {
    expect(ids('all')).toEqual([1, 2, 3, 7]);
    expect(ids('unread')).toEqual([1, 2, 3]);
    expect(ids('groups')).toEqual([7]);
    expect(ids('archived')).toEqual([4]);
  });

  it('match each word of the query with title or last message', () => {
    expect(ids('all', 'сокол анна')).toEqual([1, 2, 3]);
    expect(ids('all', '9б')).toEqual([7]);
    const found = group({ last_message: message({ text: 'Ёлка завтра' }) });
    expect(filterChats([found], 'all', 'елка 9Б', () => '9Б')).toEqual([found]);
    expect(filterChats([found], 'all', 'елка вчера', () => '9Б')).toEqual([]);
  });

  it('count unread chats that are not muted, or mention the caller', () => {
    const counts = { all: 2, unread: 2, private: 2, groups: 0, archived: 1 };
    expect(unreadChats(chats, NOW)).toEqual(counts);
    const me = { muted: true, muted_until: LATER };
    expect(unreadChats([chat({ unread_count: 1, me })], NOW).all).toBe(0);
    const mention = group({ unread_count: 1, unread_mention_count: 1, me });
    expect(unreadChats([mention], NOW).groups).toBe(1);
  });

  it('sort pinned chats first, then by activity', () => {
    const at = (id: number, time: string, pinned = false) =>
      chat({ id, last_message: message({ created_at: time }), me: { pinned } });
    const sorted = sortChats([at(1, EARLIER), at(2, LATER), at(3, EARLIER, true)]);
    expect(sorted.map(({ id }) => id)).toEqual([3, 2, 1]);
  });
});

describe('muting', () => {
  it('ends after the duration', () => {
    expect(mutedUntil('hour', NOW)).toBe('2026-05-04T13:00:00.000Z');
    expect(mutedUntil('eightHours', NOW)).toBe('2026-05-04T20:00:00.000Z');
    expect(mutedUntil('forever', NOW)).toBeNull();
  });
});

describe('rights in a group', () => {
  const rights = (role: 'owner' | 'admin' | 'member', other: 'owner' | 'admin' | 'member') =>
    memberRights(
      group({ me: { role, can: role === 'member' ? [] : ['remove'] } }),
      { id: 2, role: other },
      1,
    );

  it('only the owner sets roles, and the owner cannot be removed', () => {
    expect(rights('owner', 'admin')).toEqual({ canSetRole: true, canRemove: true });
    expect(rights('admin', 'member')).toEqual({ canSetRole: false, canRemove: true });
    expect(rights('admin', 'owner')).toEqual({ canSetRole: false, canRemove: false });
    expect(rights('member', 'member')).toEqual({ canSetRole: false, canRemove: false });
  });

  it('do not include the caller', () => {
    const chatOfOwner = group({ me: { role: 'owner', can: ['remove'] } });
    expect(memberRights(chatOfOwner, { id: 1, role: 'owner' }, 1).canRemove).toBe(false);
    expect(canDeleteGroup(chatOfOwner)).toBe(true);
    expect(canDeleteGroup(group({ me: { role: 'admin' } }))).toBe(false);
  });
});

describe('the quick switcher', () => {
  const titleOf = (one: Parameters<typeof chatTitle>[0]) => chatTitle(one, 1, name);
  const SOURCES = {
    chats: [group({ title: 'Кружок со всеми' }), chat({})],
    people: [],
    pages: [{ key: 'lessons', title: 'Занятия', open: () => undefined }],
    hits: [],
  };
  const titles = (query: string, people = [user(2, 'Анна Соколова'), user(3, 'Соня Ким')]) =>
    quickTargets({ ...SOURCES, people }, query, titleOf).map(
      ({ kind, title }) => `${kind} ${title}`,
    );

  it('finds any part of a name, beginnings first, chats before people', () => {
    expect(titles('со')).toEqual(['person Соня Ким', 'chat Кружок со всеми', 'chat Анна Соколова']);
    expect(titles('ким')).toEqual(['person Соня Ким']);
  });

  it('offers the chat and not the person where there is one', () => {
    expect(titles('анна')).toEqual(['chat Анна Соколова']);
  });

  it('offers pages after chats and people, and messages last, five at most', () => {
    const hits = Array.from({ length: 7 }, (_, id) => ({
      chat: { id: 7, title: '9Б' },
      message: message({ id, text: 'Завтра занятия' }),
      highlights: [],
    }));
    const kinds = quickTargets({ ...SOURCES, hits }, 'зан', titleOf).map(({ kind }) => kind);
    expect(kinds).toEqual(['page', ...Array.from({ length: 5 }, () => 'message')]);
  });

  it('offers all without a query, twelve at most', () => {
    expect(titles('')).toHaveLength(4);
    const many = Array.from({ length: 30 }, (_, id) => user(100 + id, `Имя ${id}`));
    expect(titles('имя', many)).toHaveLength(12);
  });
});
