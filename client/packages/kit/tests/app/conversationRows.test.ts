import type { Message, PendingMessage } from '@vestnik/sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  messageKey,
  RowBuilder,
  type Row,
  type RowsInput,
} from '../../src/app/conversation/timeline/rows.ts';
import { message as sampleMessage } from '../support.ts';

const ANNA = 1;
const IVAN = 2;

/** A message `minutes` after noon of a fixed day, local time. */
function message(id: number, minutes: number, authorId = IVAN): Message {
  const created_at = new Date(2025, 0, 17, 12, minutes).toISOString();
  return sampleMessage({ id, author_id: authorId, created_at });
}

function pending(clientId: string, minutes: number): PendingMessage {
  const { created_at: createdAt } = message(0, minutes);
  return {
    clientId,
    chatId: 9,
    text: '…',
    replyTo: null,
    forward: null,
    mentions: [],
    custom: {},
    isSilent: false,
    files: [],
    createdAt,
    state: 'pending',
    error: null,
  };
}

const nothing: RowsInput = {
  messages: [],
  pending: [],
  ownId: ANNA,
  hasOlder: false,
  unreadFrom: null,
};

function build(input: Partial<RowsInput>): readonly Row[] {
  return new RowBuilder().build({ ...nothing, ...input });
}

function outline(rows: readonly Row[]): string[] {
  return rows.map((row) => (row.kind === 'message' ? String(row.message.id) : row.kind));
}

describe('days', () => {
  it('start each day with its name', () => {
    const rows = build({ messages: [message(1, 0), message(2, 1), message(3, 24 * 60)] });
    expect(outline(rows)).toEqual(['day', '1', '2', 'day', '3']);
  });

  it('omit the first day while older messages may belong to it', () => {
    const rows = build({ messages: [message(1, 0), message(2, 24 * 60)], hasOlder: true });
    expect(outline(rows)).toEqual(['1', 'day', '2']);
  });

  it('start with a pending message if it is the first', () => {
    const rows = build({ messages: [message(1, 0)], pending: [pending('a', 24 * 60)] });
    expect(outline(rows)).toEqual(['day', '1', 'day', 'pending']);
    expect(outline(build({ pending: [pending('a', 0)] }))).toEqual(['day', 'pending']);
  });
});

describe('groups', () => {
  const ends = (rows: readonly Row[]) =>
    rows.flatMap((row) => ('endsGroup' in row ? [row.endsGroup] : []));

  it('join messages of one user within five minutes', () => {
    const rows = build({ messages: [message(1, 0), message(2, 5), message(3, 11)] });
    expect(ends(rows)).toEqual([false, true, true]);
  });

  it('end at another user', () => {
    expect(ends(build({ messages: [message(1, 0), message(2, 0, ANNA)] }))).toEqual([true, true]);
  });

  it('end at the unread divider', () => {
    const rows = build({ messages: [message(1, 0), message(2, 0)], unreadFrom: 2 });
    expect(outline(rows)).toEqual(['day', '1', 'unread', '2']);
    expect(ends(rows)).toEqual([true, true]);
  });

  it('end at a system message', () => {
    const system: Message = { ...message(2, 0), type: 'system', author_id: null };
    const rows = build({ messages: [message(1, 0), system, message(3, 0)] });
    expect(ends(rows)).toEqual([true, true, true]);
  });

  it('continue with a pending message of their author', () => {
    const rows = build({
      messages: [message(1, 0, ANNA)],
      pending: [pending('a', 1), pending('b', 1)],
    });
    expect(ends(rows)).toEqual([false, false, true]);
  });

  it('start only if the message above is known', () => {
    const starts = (hasOlder: boolean) =>
      build({ messages: [message(1, 0)], hasOlder }).map(
        (row) => row.kind === 'message' && row.startsGroup,
      );
    expect(starts(true)).toEqual([false]);
    expect(starts(false)).toEqual([false, true]);
  });
});

describe('the divider', () => {
  it('appears once however many days follow', () => {
    const messages = [message(1, 0), message(2, 24 * 60), message(3, 48 * 60)];
    expect(outline(build({ messages, unreadFrom: 1 }))).toEqual([
      'day',
      'unread',
      '1',
      'day',
      '2',
      'day',
      '3',
    ]);
  });

  it('moves to the next message if its own was deleted', () => {
    expect(outline(build({ messages: [message(1, 0), message(5, 1)], unreadFrom: 3 }))).toEqual([
      'day',
      '1',
      'unread',
      '5',
    ]);
  });
});

describe('keys', () => {
  it('stay the same from pending to confirmed', () => {
    const before = build({ pending: [pending('a', 0)] }).at(-1)?.key;
    const after = build({ messages: [{ ...message(1, 0, ANNA), client_id: 'a' }] }).at(-1)?.key;
    expect(after).toBe(before);
  });

  it('stay the same when history is prepended', () => {
    const newer = [message(3, 10), message(4, 11, ANNA), message(5, 30)];
    const older = [message(1, 0), message(2, 9)];
    const before = build({ messages: newer, hasOlder: true });
    const after = build({ messages: [...older, ...newer] }).slice(-before.length);
    const shape = (row: Row) => ({ key: row.key, endsGroup: 'endsGroup' in row && row.endsGroup });
    expect(after.map(shape)).toEqual(before.map(shape));
  });
});

describe('building again', () => {
  const history = fc
    .array(fc.record({ gap: fc.integer({ min: 0, max: 900 }), own: fc.boolean() }), {
      minLength: 1,
      maxLength: 40,
    })
    .map((steps) => {
      let minutes = 0;
      return steps.map(({ gap, own }, index) => {
        minutes += gap;
        return message(index + 1, minutes, own ? ANNA : IVAN);
      });
    });

  it('gives what a fresh builder gives', () => {
    const views = fc.array(
      fc.record({ from: fc.nat(40), to: fc.nat(40), gone: fc.nat(40), unread: fc.nat(40) }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(history, views, (messages, looks) => {
        const builder = new RowBuilder();
        for (const { from, to, gone, unread } of looks) {
          const start = Math.min(from, messages.length - 1);
          const shown = messages
            .slice(start, Math.max(start + 1, to))
            .filter(({ id }) => id !== gone);
          const input = {
            ...nothing,
            messages: shown,
            hasOlder: start > 0,
            unreadFrom: unread === 0 ? null : unread,
          };
          expect(builder.build(input)).toEqual(new RowBuilder().build(input));
        }
      }),
    );
  });

  it('reuses days that did not change', () => {
    const builder = new RowBuilder();
    const yesterday = [message(1, 0), message(2, 1)];
    const today = message(3, 24 * 60);
    const before = builder.build({ ...nothing, messages: [...yesterday, today] });
    const after = builder.build({
      ...nothing,
      messages: [...yesterday, today, message(4, 24 * 60 + 1)],
    });
    expect(after.slice(0, 3).every((row, index) => row === before[index])).toBe(true);
    expect(outline(after)).toEqual(['day', '1', '2', 'day', '3', '4']);
  });

  it('gives every row its own key', () => {
    fc.assert(
      fc.property(history, fc.nat(40), (messages, unreadFrom) => {
        const keys = build({ messages, unreadFrom, pending: [pending('a', 99_999)] }).map(
          ({ key }) => key,
        );
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys).toEqual(expect.arrayContaining(messages.map(messageKey)));
      }),
    );
  });
});
