import {
  emptyMessage,
  Store,
  type ChatClient,
  type Member,
  type Message,
  type ServerEvent,
  type User,
} from '@vestnik/sdk';
import { expect, test, vi } from 'vitest';

import { Frames } from '../src/lib/frames.ts';
import type { ServerFrame } from '../src/model/types/chat.ts';

const CONVERSATION = { chatId: 40, conversationId: 'c1' };
const AT = '2026-01-17T12:00:00.000Z';

function message(id: number, rest: Partial<Message> = {}): Message {
  return emptyMessage({
    id,
    uuid: `m${id}`,
    chat_id: 40,
    author_id: 2,
    text: `text of ${id}`,
    created_at: AT,
    ...rest,
  });
}

function memberEvent(position: number, userId: number, joinedAt: string): ServerEvent {
  const user = { id: userId, name: `User ${userId}` } as User;
  const member: Member = { user, role: 'member', joined_at: joinedAt, last_read_id: 0 };
  const data = { chat_id: 40, member, member_count: 3, position, at: AT };
  return { id: `${position}-0`, name: 'member', data };
}

/** A client with the parts that frames are made from, and the frames that it has made. */
function watch() {
  const listeners: { onEvent: (event: ServerEvent) => void; onReset: () => void }[] = [];
  const typing = new Store<ReadonlyMap<number, readonly number[]>>(new Map());
  const read = vi.fn((id: number) => Promise.resolve(message(id)));
  const chatClient = {
    user: { id: 1 },
    buffer: {
      listen: (listener: (typeof listeners)[number]) => {
        listeners.push(listener);
        return () => listeners.pop();
      },
    },
    presence: { typing: { state: typing } },
    api: { message: read },
  } as unknown as ChatClient;
  const frames: ServerFrame[] = [];
  const followed = new Frames(chatClient, CONVERSATION, (frame) => frames.push(frame));
  const emit = (...events: readonly ServerEvent[]): void => {
    for (const event of events) for (const { onEvent } of listeners) onEvent(event);
  };
  return { frames, followed, emit, typing, read, reset: () => listeners[0]?.onReset() };
}

function messageEvent(about: Message, marksRead = false): ServerEvent {
  const data = { message: about, marks_read: marksRead, users: [], position: about.id, at: AT };
  return { id: `${about.id}-0`, name: 'message', data };
}

test('a message is a frame of the campus contract', async () => {
  const { frames, emit } = watch();
  emit(
    messageEvent(
      message(7, { reply_to: { id: 5, uuid: 'm5', author_id: 1, excerpt: '' }, client_id: 'mine' }),
    ),
  );
  await vi.waitFor(() => {
    expect(frames).toEqual([
      {
        id: '7-0',
        type: 'message:new',
        payload: {
          id: 'm7',
          conversation_id: 'c1',
          sender_id: 2,
          text: 'text of 7',
          reply_to: 'm5',
          is_edited: false,
          client_id: 'mine',
          created_at: AT,
        },
      },
    ]);
  });
});

test('a message that marks the conversation read is followed by `read`', async () => {
  const { frames, emit } = watch();
  emit(messageEvent(message(7), true));
  await vi.waitFor(() => {
    expect(frames).toMatchObject([
      { type: 'message:new' },
      { type: 'read', payload: { user_id: 2, last_read_id: 'm7' } },
    ]);
  });
});

test('other conversations and system messages are left out', async () => {
  const { frames, emit } = watch();
  emit(
    messageEvent(message(7, { chat_id: 41 })),
    messageEvent(message(8, { type: 'system', author_id: null })),
    messageEvent(message(9)),
  );
  await vi.waitFor(() => {
    expect(frames).toHaveLength(1);
  });
  expect(frames[0]).toMatchObject({ payload: { id: 'm9' } });
});

test('frames keep the order of events during UUID requests', async () => {
  const { frames, emit, read } = watch();
  emit(
    {
      id: '10-0',
      name: 'message_deleted',
      data: {
        chat_id: 40,
        message_id: 3,
        last_message: null,
        unread_count: 0,
        unread_mention_count: 0,
        users: [],
        as_of: 10,
        position: 10,
        at: AT,
      },
    },
    messageEvent(message(11)),
    {
      id: '12-0',
      name: 'read',
      data: {
        chat_id: 40,
        user_id: 2,
        last_read_id: 11,
        unread_count: null,
        unread_mention_count: null,
        as_of: null,
        position: 12,
        at: AT,
      },
    },
  );
  await vi.waitFor(() => {
    expect(frames).toHaveLength(3);
  });
  expect(frames).toMatchObject([
    { type: 'message:deleted', payload: { id: 'm3', conversation_id: 'c1' } },
    { type: 'message:new' },
    { type: 'read', payload: { user_id: 2, last_read_id: 'm11' } },
  ]);
  expect(read).toHaveBeenCalledExactlyOnceWith(3);
});

test('frames report members who join and leave', async () => {
  const { frames, emit } = watch();
  emit(
    memberEvent(13, 3, AT),
    {
      id: '14-0',
      name: 'member_removed',
      data: { chat_id: 40, user_id: 2, member_count: 2, position: 14, at: AT },
    },
    { id: '15-0', name: 'chat_removed', data: { chat_id: 40, position: 15, at: AT } },
  );
  await vi.waitFor(() => {
    expect(frames).toHaveLength(3);
  });
  expect(frames).toMatchObject([
    { type: 'participant:added', payload: { user_id: 3, name: 'User 3' } },
    { type: 'participant:removed', payload: { user_id: 2 } },
    { type: 'participant:removed', payload: { user_id: 1 } },
  ]);
});

test('no frame reports a role that changes', async () => {
  const { frames, emit } = watch();
  emit(memberEvent(13, 3, '2026-01-16T12:00:00.000Z'), messageEvent(message(14)));
  await vi.waitFor(() => {
    expect(frames).toMatchObject([{ type: 'message:new' }]);
  });
});

test('frames report typing and resets', async () => {
  const { frames, typing, reset } = watch();
  typing.set(new Map([[40, [2]]]));
  typing.set(new Map());
  reset();
  await vi.waitFor(() => {
    expect(frames).toEqual([
      { type: 'typing', payload: { user_id: 2, is_typing: true } },
      { type: 'typing', payload: { user_id: 2, is_typing: false } },
      { type: 'reset' },
    ]);
  });
});

test('a message without text has its files’ names', async () => {
  const { frames, emit } = watch();
  const files = ['план.pdf', 'смета.xlsx'].map((name) => ({ name }));
  const attachments = files as Message['attachments'];
  emit(messageEvent(message(15, { text: '', attachments })));
  await vi.waitFor(() => {
    expect(frames).toMatchObject([{ payload: { text: '📎 план.pdf, смета.xlsx' } }]);
  });
});

test('no frame follows the end', async () => {
  const { frames, followed, emit } = watch();
  emit(messageEvent(message(16)));
  followed.stop();
  await Promise.resolve();
  await Promise.resolve();
  expect(frames).toEqual([]);
});
