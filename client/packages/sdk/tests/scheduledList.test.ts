import { eventually } from '@vestnik/testing';
import { beforeEach, expect, test } from 'vitest';

import { ApiError } from '../src/http/errors.ts';
import type { ErrorCode } from '../src/http/errors.ts';
import { createNativeHttp } from '../src/http/nativeHttp.ts';
import { serverTime } from '../src/http/serverTime.ts';
import type { PageQuery, ScheduledChange, ScheduledMessage } from '../src/model.ts';
import { EventBuffer } from '../src/sync/eventBuffer.ts';
import { ScheduledList } from '../src/sync/scheduledList.ts';
import { id, sampleScheduled, scheduledEvent, scheduledFailed } from './samples.ts';

function refusal(code: ErrorCode, status: number): ApiError {
  return new ApiError({ type: '', title: '', status, code, detail: '' });
}

/** What the server would have; `refusals` are the answers to the next changes. */
class Server {
  messages: ScheduledMessage[] = [];
  readonly refusals: ApiError[] = [];
  readonly changes: ScheduledChange[] = [];
  /** Called while the list is on its way. */
  beforeAnswer: () => void = () => undefined;
  pageSize = 100;

  readonly list = async ({ cursor = '0' }: PageQuery = {}) => {
    const start = Number(cursor);
    const items = this.messages.slice(start, start + this.pageSize);
    const next = start + this.pageSize;
    await Promise.resolve();
    this.beforeAnswer();
    return { items, users: [], nextCursor: next < this.messages.length ? String(next) : null };
  };

  readonly create = async () => Promise.resolve(sampleScheduled({ id: 50 }));

  readonly change = async (messageId: number, change: ScheduledChange) => {
    await Promise.resolve();
    this.changes.push(change);
    const refused = this.refusals.shift();
    if (refused !== undefined) throw refused;
    const { text = 'later', send_at = '' } = change;
    return sampleScheduled({ id: messageId, text, send_at });
  };

  readonly cancel = async () => Promise.resolve();
}

let server: Server;
let buffer: EventBuffer;
let list: ScheduledList;
/** Milliseconds by which the server's clock is ahead. */
let ahead: number;

beforeEach(() => {
  server = new Server();
  buffer = new EventBuffer();
  ahead = 0;
  const clock = async () => Promise.resolve(Date.now() + ahead);
  list = new ScheduledList({ scheduled: server, buffer, serverTime: clock });
});

async function load(): Promise<void> {
  list.ensureLoaded();
  await eventually('the list', () => list.state.get().isLoaded);
}

function shown(): (readonly [number, string | null])[] {
  return list.state.get().entries.map((entry) => [entry.id, entry.code] as const);
}

test('all pages are read, and the next message to be sent comes first', async () => {
  server.pageSize = 1;
  server.messages = [
    sampleScheduled({ id: 10, send_at: '2030-01-03T00:00:00Z' }),
    sampleScheduled({ id: 11, send_at: '2030-01-01T00:00:00Z' }),
    sampleScheduled({ id: 12, send_at: '2030-01-02T00:00:00Z', state: 'failed' }),
  ];
  await load();
  expect(shown()).toEqual([
    [11, null],
    [12, null],
    [10, null],
  ]);
});

test('events add, change, fail and remove messages', async () => {
  await load();
  for (const event of [scheduledEvent(20), scheduledEvent(21), scheduledFailed(22, 20, 'blocked')])
    buffer.handle(event);
  expect(shown()).toEqual([
    [20, 'blocked'],
    [21, null],
  ]);
  buffer.handle(scheduledEvent(23, { id: 20, send_at: '2030-01-01T00:00:00Z' }));
  expect(shown()).toEqual([
    [21, null],
    [20, null],
  ]);
  buffer.handle(scheduledEvent(24, { id: 21, state: 'sent' }));
  buffer.handle(scheduledEvent(25, { id: 20, state: 'cancelled' }));
  expect(shown()).toEqual([]);
});

test('an answer that is older than an event does not undo it', async () => {
  server.messages = [sampleScheduled({ id: 10 })];
  server.beforeAnswer = () => {
    buffer.handle(scheduledEvent(20, { id: 10, state: 'sent' }));
    buffer.handle(scheduledEvent(21));
  };
  await load();
  expect(shown()).toEqual([[21, null]]);
});

test('after a reset the list is read again and keeps the reasons', async () => {
  server.messages = [sampleScheduled({ id: 10, state: 'failed' })];
  await load();
  buffer.handle(scheduledFailed(20, 10, 'banned'));
  server.messages = [sampleScheduled({ id: 9 }), ...server.messages];
  buffer.handle({ id: id(21), name: 'reset' });
  await eventually('the other message', () => shown().length === 2);
  expect(shown()).toEqual([
    [9, null],
    [10, 'banned'],
  ]);
});

test('own changes are shown before their events', async () => {
  await load();
  await list.create(1, { text: 'later', send_at: '2030-01-01T00:00:00Z' });
  await list.change(50, { text: 'much later' });
  expect(list.state.get().entries.map(({ text }) => text)).toEqual(['much later']);
  await list.cancel(50);
  expect(shown()).toEqual([]);
});

test('a message is sent now by the clock of the server', async () => {
  ahead = -600_000;
  const before = Date.now() + ahead;
  await list.sendNow(10);
  const [change] = server.changes;
  const lead = Date.parse(change?.send_at ?? '') - before;
  expect(lead).toBeGreaterThan(2_000);
  expect(lead).toBeLessThan(60_000);
});

test('a moment that has passed on the way is followed by a later one', async () => {
  server.refusals.push(refusal('invalid_send_at', 400));
  await list.sendNow(10);
  const [first = 0, second = 0] = server.changes.map((one) => Date.parse(one.send_at ?? ''));
  expect(server.changes).toHaveLength(2);
  expect(second - first).toBeGreaterThan(5_000);

  server.refusals.push(refusal('scheduled_not_found', 404));
  await expect(list.sendNow(10)).rejects.toThrow('scheduled_not_found');
  expect(server.changes).toHaveLength(3);
});

test('the time of the server is that of its answers', async () => {
  const answering = (headers: Record<string, string>) =>
    createNativeHttp({
      baseUrl: 'http://server.test',
      auth: null,
      fetch: async () => Promise.resolve(Response.json({ scheduled: [] }, { headers })),
    });
  const date = 'Tue, 01 Jan 2030 00:00:00 GMT';
  expect(await serverTime(answering({ Date: date }), 'campus')).toBe(Date.parse(date));
  const before = Date.now();
  expect(await serverTime(answering({}), 'campus')).toBeGreaterThanOrEqual(before);
});
