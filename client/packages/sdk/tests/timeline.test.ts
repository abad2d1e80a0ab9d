import { expect, test } from 'vitest';

import type { Message, Poll } from '../src/model.ts';
import type { ServerEvent } from '../src/realtime/events.ts';
import { withVote } from '../src/sync/state/poll.ts';
import {
  applyToTimeline,
  timelineFromPage,
  trimToNewest,
  withMessage,
  withNewer,
  withOlder,
  type TimelineState,
} from '../src/sync/state/timeline.ts';
import {
  deletion,
  edit,
  mentionOf,
  message,
  pollEvent,
  reaction,
  sampleMessage,
} from './samples.ts';

const CONTEXT = { chatId: 1, userId: 1 };

function page(ids: readonly number[], has_older = false, has_newer = false) {
  const messages = ids.map((id) => sampleMessage({ id }));
  return { messages, users: [], has_older, has_newer };
}

function timeline(...args: Parameters<typeof page>): TimelineState {
  return timelineFromPage(page(...args));
}

function ids(state: TimelineState): number[] {
  return state.messages.map(({ id }) => id);
}

function only({ messages }: TimelineState): Message | undefined {
  return messages[0];
}

test('a message is inserted by its id, once', () => {
  const added = [30, 20, 30].map((id) => sampleMessage({ id }));
  expect(ids(added.reduce(withMessage, timeline([10, 25])))).toEqual([10, 20, 25, 30]);
});

test('a repeated event changes nothing', () => {
  for (const event of [
    message(12),
    deletion(12, 10),
    reaction(12, 10, { count: 1 }),
    edit(12, { id: 10, text: 'new' }),
  ]) {
    const once = applyToTimeline(timeline([10]), event, CONTEXT);
    expect(once).not.toEqual(timeline([10]));
    expect(applyToTimeline(once, event, CONTEXT)).toEqual(once);
  }
});

test('a silent message stays silent in edits and another reading', () => {
  const sent = message(12);
  const event = { ...sent, data: { ...sent.data, silent: true } } as ServerEvent;
  const arrived = applyToTimeline(timeline([10]), event, CONTEXT);
  const silent = (state: TimelineState) => state.messages.map((one) => one.silent ?? false);
  expect(silent(arrived)).toEqual([false, true]);
  const edited = applyToTimeline(arrived, edit(13, { id: 12, text: 'new' }), CONTEXT);
  expect(edited.messages[1]?.text).toBe('new');
  expect(silent(edited)).toEqual([false, true]);
  expect(silent(timelineFromPage(page([10, 12, 14]), edited.messages))).toEqual([
    false,
    true,
    false,
  ]);
});

test('events of other chats change nothing', () => {
  const state = timeline([10]);
  expect(applyToTimeline(state, message(11, { chat_id: 2 }), CONTEXT)).toBe(state);
});

test('a deleted message keeps its position without its content', () => {
  const before = withMessage(
    timeline([11]),
    sampleMessage({
      id: 10,
      reactions: [{ emoji: '👍', count: 1, mine: true }],
      mentions: [mentionOf(1)],
      custom: { order: 7 },
    }),
  );
  const [deleted, next] = applyToTimeline(before, deletion(12, 10), CONTEXT).messages;
  expect(deleted).toMatchObject({ id: 10, text: '', reactions: [], mentions: [] });
  expect(deleted?.custom).toEqual({});
  expect(deleted?.deleted_at).not.toBeNull();
  expect(next).toBe(before.messages[1]);
});

test('quotes follow edits and deletions of their message', () => {
  const quote = { id: 10, uuid: 'm10', author_id: 2, excerpt: 'message 10' };
  const before = withMessage(timeline([10]), sampleMessage({ id: 11, reply_to: quote }));
  const edited = applyToTimeline(before, edit(12, { id: 10, text: '🙂'.repeat(300) }), CONTEXT);
  expect(edited.messages[1]?.reply_to?.excerpt).toBe('🙂'.repeat(200));
  const deleted = applyToTimeline(edited, deletion(13, 10), CONTEXT);
  expect(deleted.messages[1]?.reply_to).toEqual({ ...quote, excerpt: '' });
});

const POLL: Poll = {
  question: 'When?',
  options: [
    { id: 0, text: 'Today', vote_count: 1, mine: true },
    { id: 1, text: 'Tomorrow', vote_count: 2, mine: false },
  ],
  multiple: false,
  anonymous: false,
  closed_at: null,
};

test('a poll is replaced by its event unless it was deleted', () => {
  const before = withMessage(timeline([]), sampleMessage({ id: 10, type: 'poll', poll: POLL }));
  const poll = withVote(POLL, [1]);
  expect(poll.options.map(({ vote_count, mine }) => [vote_count, mine])).toEqual([
    [0, false],
    [3, true],
  ]);
  const event = pollEvent(11, 10, poll);
  expect(only(applyToTimeline(before, event, CONTEXT))?.poll).toEqual(poll);
  const deleted = applyToTimeline(before, deletion(12, 10), CONTEXT);
  expect(only(deleted)).toMatchObject({ type: 'text', poll: null });
  expect(applyToTimeline(deleted, event, CONTEXT)).toEqual(deleted);
});

test('reactions take counts from events and mark own ones', () => {
  const steps = [
    reaction(11, 10, { count: 1 }),
    reaction(12, 10, { count: 2, user_id: 1 }),
    reaction(13, 10, { count: 1, emoji: '🎉' }),
    reaction(14, 10, { count: 1, added: false }),
    reaction(15, 10, { count: 0, emoji: '🎉', added: false }),
  ];
  const states = steps.map((_, at) =>
    steps
      .slice(0, at + 1)
      .reduce((state, event) => applyToTimeline(state, event, CONTEXT), timeline([10])),
  );
  expect(states.map((state) => only(state)?.reactions)).toEqual([
    [{ emoji: '👍', count: 1, mine: false }],
    [{ emoji: '👍', count: 2, mine: true }],
    [
      { emoji: '👍', count: 2, mine: true },
      { emoji: '🎉', count: 1, mine: false },
    ],
    [
      { emoji: '👍', count: 1, mine: true },
      { emoji: '🎉', count: 1, mine: false },
    ],
    [{ emoji: '👍', count: 1, mine: true }],
  ]);
});

test('a new message is ignored while newer ones are missing', () => {
  const state = timeline([10, 11], false, true);
  expect(applyToTimeline(state, message(50), CONTEXT)).toBe(state);
});

test('a message older than the loaded part is ignored', () => {
  const state = timeline([10, 11], true);
  expect(withMessage(state, sampleMessage({ id: 3 }))).toBe(state);
});

test('pages join without repetition', () => {
  const older = withOlder(timeline([10], true), page([8, 9, 10]));
  expect(ids(older)).toEqual([8, 9, 10]);
  const newer = withNewer(older, page([10, 11], false, true));
  expect(ids(newer)).toEqual([8, 9, 10, 11]);
  expect(newer).toMatchObject({ hasOlder: false, hasNewer: true });
});

test('trimmed messages can be loaded again', () => {
  const trimmed = trimToNewest(timeline([1, 2, 3]), 2);
  expect(ids(trimmed)).toEqual([2, 3]);
  expect(trimmed.hasOlder).toBe(true);
});
