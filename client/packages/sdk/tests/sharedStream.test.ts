import { eventually } from '@vestnik/testing';
import { expect, test } from 'vitest';

import type { StreamFrame } from '../src/realtime/events.ts';
import { SharedStream } from '../src/realtime/sharedStream.ts';
import type { TransportListener } from '../src/realtime/transport.ts';
import { id, message, read } from './samples.ts';

test('each frame of an event is passed on once', async () => {
  const received: StreamFrame[] = [];
  let listener: TransportListener | undefined;
  const stream = new SharedStream({
    name: 'frames',
    transport: (_, opened) => {
      listener = opened;
      return () => undefined;
    },
    checkSession: () => Promise.resolve(true),
    onFrame: (frame) => received.push(frame),
  });
  stream.start();
  await eventually('the stream', () => listener !== undefined);
  const sent = { ...message(2), id: `${id(2)}.2` };
  for (const frame of [{ name: 'ready', id: id(1) } as const, sent, sent, read(2, 2, 2)]) {
    listener?.onFrame(frame);
  }
  expect(received.map((frame) => [frame.name, frame.id])).toEqual([
    ['ready', id(1)],
    ['message', `${id(2)}.2`],
    ['read', id(2)],
  ]);
  stream.stop();
});
