import { expect, test } from 'vitest';

import type { ServerEvent } from '../src/realtime/events.ts';
import { EventBuffer } from '../src/sync/eventBuffer.ts';
import { readSnapshotWithEvents } from '../src/sync/snapshotWithEvents.ts';
import { id, message } from './samples.ts';

function ids(events: readonly ServerEvent[] | null): string[] | null {
  return events?.map((event) => event.id) ?? null;
}

test('a snapshot gets the events since it and no others', () => {
  const buffer = new EventBuffer();
  buffer.handle({ name: 'ready', id: id(10) });
  for (const position of [11, 15, 20]) buffer.handle(message(position));
  expect(ids(buffer.eventsSince(id(15)))).toEqual([id(20)]);
  expect(ids(buffer.eventsSince(id(10)))).toHaveLength(3);
});

test('returns null for a snapshot from before the stream', () => {
  const buffer = new EventBuffer();
  buffer.handle({ name: 'ready', id: id(10) });
  expect(buffer.eventsSince(id(9))).toBeNull();
});

test('returns null for a snapshot older than the buffer', () => {
  const buffer = new EventBuffer();
  buffer.handle({ name: 'ready', id: id(1) });
  for (let position = 2; position < 3_000; position += 1) buffer.handle(message(position));
  expect(buffer.eventsSince(id(1_000))).toBeNull();
  expect(ids(buffer.eventsSince(id(2_998)))).toEqual([id(2_999)]);
});

test('a snapshot requested before a reset is read again', async () => {
  const buffer = new EventBuffer();
  buffer.handle({ name: 'ready', id: id(50) });
  let reads = 0;
  const result = await readSnapshotWithEvents(buffer, () => {
    reads += 1;
    if (reads === 1) buffer.handle({ name: 'reset', id: id(7) });
    return Promise.resolve({ value: reads, asOf: id(reads === 1 ? 60 : 8) });
  });
  expect(result).toEqual({ value: 2, asOf: id(8), events: [] });
});
