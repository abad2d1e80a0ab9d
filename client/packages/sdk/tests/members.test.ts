import { eventually } from '@vestnik/testing';
import { beforeEach, expect, test } from 'vitest';

import { NativeApi } from '../src/http/nativeApi.ts';
import { createNativeHttp } from '../src/http/nativeHttp.ts';
import type { Member } from '../src/model.ts';
import type { ServerEvent } from '../src/realtime/events.ts';
import { EventBuffer } from '../src/sync/eventBuffer.ts';
import { MemberList } from '../src/sync/memberList.ts';
import { applyToMembers, membersFromPage, withMembersPage } from '../src/sync/state/members.ts';
import type { MembersState } from '../src/sync/state/membersState.ts';
import {
  chatEvent,
  chatRemoved,
  id,
  memberEvent,
  memberRemoved,
  message,
  read,
  sampleChat,
  sampleMember,
  userEvent,
} from './samples.ts';

const CONTEXT = { chatId: 1, q: '' };

/** Who joined on this day. */
function joined(userId: number, day: number, role: Member['role'] = 'member'): Member {
  return sampleMember(userId, { role, joined_at: `2026-02-0${day}T12:00:00.000Z` });
}

const OWNER = joined(1, 3, 'owner');
const ADMIN = joined(2, 4, 'admin');
const FIRST = joined(3, 1);
const SECOND = joined(4, 2);

function loaded(nextCursor: string | null, ...items: Member[]): MembersState {
  return membersFromPage({ items, nextCursor });
}

function after(state: MembersState, ...events: readonly ServerEvent[]): MembersState {
  return events.reduce((before, event) => {
    const next = applyToMembers(before, event, CONTEXT);
    if (next === null) throw new Error('the list must be read again');
    return next;
  }, state);
}

function ids({ members }: MembersState): number[] {
  return members.map(({ user }) => user.id);
}

test('who joins stands behind those of the role who joined before', () => {
  const list = loaded(null, OWNER, FIRST, SECOND);
  expect(ids(after(list, memberEvent(11, joined(5, 5))))).toEqual([1, 3, 4, 5]);
  expect(ids(after(list, memberEvent(11, ADMIN)))).toEqual([1, 2, 3, 4]);
  const atOnce = after(list, memberEvent(11, joined(9, 2)), memberEvent(11, joined(6, 2)));
  expect(ids(atOnce)).toEqual([1, 3, 4, 6, 9]);
});

test('another role moves a member', () => {
  const list = loaded(null, OWNER, ADMIN, FIRST, SECOND);
  const handedOver = after(
    list,
    memberEvent(11, { ...SECOND, role: 'owner' }),
    memberEvent(11, { ...OWNER, role: 'admin' }),
  );
  expect(ids(handedOver)).toEqual([4, 1, 2, 3]);
  expect(handedOver.members.map(({ role }) => role)).toEqual(['owner', 'admin', 'admin', 'member']);
});

test('events that come twice change nothing more', () => {
  const events = [memberEvent(11, joined(5, 5)), memberRemoved(12, 3), read(13, 9, 4)];
  const once = after(loaded(null, OWNER, FIRST, SECOND), ...events);
  expect(ids(once)).toEqual([1, 4, 5]);
  expect(after(once, ...events)).toEqual(once);
});

test('read marks follow `read` and messages that read the chat', () => {
  const list = loaded(null, OWNER, FIRST);
  const marked = after(list, read(12, 9, 3), message(13, { author_id: 1 }));
  expect(marked.members.map(({ last_read_id }) => last_read_id)).toEqual([13, 9]);
  const forwarded_from = { message_id: 4, author_id: 2, chat_id: 3 };
  const unmoved = [read(14, 5, 3), message(15, { author_id: 1, forwarded_from })];
  expect(after(marked, ...unmoved)).toBe(marked);
  expect(after(marked, read(16, 11, 77), message(17, { chat_id: 2, author_id: 1 }))).toBe(marked);
});

test('another name is shown, and may change what a search finds', () => {
  const list = loaded(null, OWNER, FIRST);
  const renamed = { ...FIRST.user, name: 'Anna' };
  const shown = after(list, userEvent(11, renamed));
  expect(shown.members).toEqual([OWNER, { ...FIRST, user: renamed }]);
  expect(after(list, userEvent(11, sampleMember(77).user))).toBe(list);
  const search = { chatId: 1, q: 'anna' };
  expect(applyToMembers(list, userEvent(11, renamed), search)).toBeNull();
});

test('a member behind the last page comes with the next one', () => {
  const list = loaded('next', OWNER, FIRST);
  const later = after(list, memberEvent(11, joined(5, 5)));
  expect(ids(later)).toEqual([1, 3]);
  expect(ids(after(list, memberEvent(11, ADMIN)))).toEqual([1, 2, 3]);
  const next = withMembersPage(later, { items: [SECOND, joined(5, 5)], nextCursor: null });
  expect(ids(next)).toEqual([1, 3, 4, 5]);
});

test('a page ends where it was read, also when its last member leaves it', () => {
  const list = loaded('next', OWNER, FIRST, SECOND);
  const demoted = after(list, memberRemoved(11, 4), memberEvent(12, joined(6, 2)));
  // Who stands behind the end comes with the next page.
  expect(ids(demoted)).toEqual([1, 3]);
  const sooner = after(demoted, memberEvent(13, joined(5, 1)));
  expect(ids(sooner)).toEqual([1, 3, 5]);
});

test('a search must be read again when somebody joins', () => {
  const search = { chatId: 1, q: 'user' };
  const list = loaded(null, OWNER);
  expect(applyToMembers(list, memberEvent(11, FIRST), search)).toBeNull();
  const changed = applyToMembers(list, memberEvent(11, { ...OWNER, role: 'member' }), search);
  expect(changed?.members[0]?.role).toBe('member');
});

/** The members whom the server has, by pages of two. */
let served: readonly Member[];
let asOf: number;
let isServed: boolean;
let requests: number;
let buffer: EventBuffer;
let list: MemberList;

beforeEach(() => {
  [served, asOf, isServed, requests] = [[OWNER, FIRST], 10, true, 0];
  buffer = new EventBuffer();
  buffer.handle({ id: id(10), name: 'ready' });
  const http = createNativeHttp({ baseUrl: 'http://chat.test', auth: null, fetch: answer });
  list = new MemberList({ api: new NativeApi(http, 'campus'), buffer, ...CONTEXT });
});

const answer: typeof globalThis.fetch = async (input) => {
  requests += 1;
  const { searchParams } = new URL(input instanceof Request ? input.url : String(input));
  const from = Number(searchParams.get('cursor') ?? 0);
  const next_cursor = from + 2 < served.length ? String(from + 2) : null;
  const page = { members: served.slice(from, from + 2), next_cursor };
  const problem = { status: 403, code: 'not_a_participant', detail: '', title: '', type: '' };
  const headers = { 'Last-Event-ID': id(asOf) };
  return Promise.resolve(
    isServed ? Response.json(page, { headers }) : Response.json(problem, { status: 403 }),
  );
};

async function load(): Promise<void> {
  list.ensureLoaded();
  await eventually('the members', () => list.state.get().isLoaded);
}

test('events keep an open list right without a request', async () => {
  await load();
  served = [OWNER, ADMIN, SECOND];
  buffer.handle(memberEvent(11, SECOND));
  buffer.handle(memberEvent(12, ADMIN));
  buffer.handle(memberRemoved(13, 3));
  expect(ids(list.state.get())).toEqual([1, 2, 4]);
  expect(requests).toBe(1);
});

test('events that a page lacks are applied to it', async () => {
  buffer.handle(memberEvent(11, SECOND));
  await load();
  expect(ids(list.state.get())).toEqual([1, 3, 4]);
});

test('pages follow one another', async () => {
  served = [OWNER, ADMIN, FIRST, SECOND, joined(5, 5)];
  await load();
  expect(ids(list.state.get())).toEqual([1, 2]);
  await list.fetchMore();
  await list.fetchMore();
  expect(ids(list.state.get())).toEqual([1, 2, 3, 4, 5]);
  expect(list.state.get().nextCursor).toBeNull();
});

test('after a reset as much is read again as was loaded', async () => {
  served = [OWNER, ADMIN, FIRST, SECOND, joined(5, 5)];
  await load();
  await list.fetchMore();
  served = [OWNER, ADMIN, SECOND, joined(5, 5)];
  asOf = 20;
  buffer.handle({ id: id(20), name: 'reset' });
  await eventually('the members', () => !ids(list.state.get()).includes(3));
  expect(ids(list.state.get())).toEqual([1, 2, 4, 5]);
});

test('who was removed and comes back reads the list again', async () => {
  await load();
  isServed = false;
  buffer.handle(chatRemoved(11));
  await eventually('the refusal', () => list.state.get().error !== null);
  [isServed, served, asOf] = [true, [OWNER, SECOND], 12];
  buffer.handle(chatEvent(12, sampleChat({ members: null })));
  await eventually('the members', () => ids(list.state.get()).includes(4));
  expect(list.state.get()).toMatchObject({ error: null, isLoaded: true });
});
