import { eventually } from '@vestnik/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Outbox } from '../src/outbox/outbox.ts';
import {
  open,
  server,
  startAnew,
  untilEmpty,
  USER,
  type Draft,
  type Sent,
} from './outboxFixture.ts';

const fault = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), chatId: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('close' as const), tab: fc.nat({ max: 1 }) }),
  fc.record({
    kind: fc.constant('mood' as const),
    mood: fc.constantFrom('answer' as const, 'away' as const, 'lose' as const),
  }),
  fc.record({ kind: fc.constant('settle' as const) }),
);

test('every message arrives once and in order despite failures', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { minLength: 5, maxLength: 25 }), async (faults) => {
      startAnew();
      const newTab = (): Outbox<Draft, Sent> => open(USER, { queueOf: ({ chatId }) => chatId });
      const tabs = [newTab(), newTab()];
      const written: Draft[] = [];
      for (const one of faults) {
        if (one.kind === 'write') {
          const draft = { chatId: one.chatId, content: `${one.chatId}:${written.length}` };
          written.push(draft);
          await tabs[written.length % 2]?.add(draft);
        } else if (one.kind === 'close') {
          tabs[one.tab]?.dispose();
          tabs[one.tab] = newTab();
        } else if (one.kind === 'mood') {
          server.mood = one.mood;
        } else {
          await new Promise((resolve) => setImmediate(resolve));
        }
      }
      server.mood = 'answer';
      await eventually('all messages', () => server.stored.length === written.length);
      for (const tab of tabs) await untilEmpty(tab);
      for (const chatId of [1, 2, 3]) {
        const inChat = ({ chatId: id }: Draft): boolean => id === chatId;
        expect(server.stored.filter(inChat).map(({ content }) => content)).toEqual(
          written.filter(inChat).map(({ content }) => content),
        );
      }
      for (const tab of tabs) tab.dispose();
    }),
    { numRuns: 25 },
  );
}, 60_000);
