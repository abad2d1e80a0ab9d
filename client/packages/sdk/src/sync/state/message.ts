import type { Message, Quote, Reaction } from '../../model.ts';
import type { MessageChange } from '../../realtime/events.ts';
import { beginning } from '../../text/index.ts';

type ReactionChange = Extract<MessageChange, { name: 'reaction' }>['data'];

/** Code points of a message that a quote shows. */
const EXCERPT_LENGTH = 200;

/** How a change affects a message, or its quote of another one. The same object if it does not. */
export function applyToMessage(message: Message, change: MessageChange, userId: number): Message {
  switch (change.name) {
    case 'message_edited': {
      const edited = change.data.message;
      if (edited.id === message.id) return keepSilent(edited, message);
      return withExcerpt(message, edited.id, excerptOf(edited.text));
    }
    case 'message_deleted': {
      const { message_id, at } = change.data;
      if (message_id === message.id) return asDeleted(message, at);
      return withExcerpt(message, message_id, '');
    }
    case 'reaction':
      return change.data.message_id === message.id
        ? withReaction(message, change.data, userId)
        : message;
    case 'poll':
      // It may be from before the deletion, which the message reflects.
      return change.data.message_id === message.id && message.deleted_at === null
        ? { ...message, poll: change.data.poll }
        : message;
  }
}

/** Only the event of a new message says that it is silent: later events and answers leave it so. */
export function keepSilent(message: Message, known: Pick<Message, 'silent'> | undefined): Message {
  return known?.silent ? { ...message, silent: true } : message;
}

/** A deleted message stays in the history, without its content. */
function asDeleted(message: Message, at: string): Message {
  if (message.deleted_at !== null) return message;
  return {
    ...message,
    ...noContent(),
    type: message.type === 'system' ? 'system' : 'text',
    deleted_at: at,
  };
}

/** The fields that hold what was sent, and reactions to it. */
function noContent() {
  return {
    text: '',
    attachments: [],
    reactions: [],
    mentions: [],
    custom: {},
    poll: null,
    forwarded_from: null,
  } satisfies Partial<Message>;
}

/** A message with these fields and nothing else. */
export function emptyMessage(
  fields: Partial<Message> & Pick<Message, 'id' | 'uuid' | 'chat_id' | 'created_at'>,
): Message {
  return {
    ...noContent(),
    author_id: null,
    type: 'text',
    system: null,
    reply_to: null,
    edited_at: null,
    deleted_at: null,
    client_id: null,
    ...fields,
  };
}

/** The quote of a message, as a reply to it shows it. */
export function quoteOf({ id, uuid, author_id, text }: Message): Quote {
  return { id, uuid, author_id, excerpt: excerptOf(text) };
}

function excerptOf(text: string): string {
  return beginning(text, EXCERPT_LENGTH);
}

function withExcerpt(message: Message, quotedId: number, excerpt: string): Message {
  const { reply_to } = message;
  if (reply_to?.id !== quotedId || reply_to.excerpt === excerpt) return message;
  return { ...message, reply_to: { ...reply_to, excerpt } };
}

function withReaction(message: Message, change: ReactionChange, userId: number): Message {
  const { emoji, user_id, added, count } = change;
  const { reactions } = message;
  // An event from before the deletion, which the message reflects.
  if (message.deleted_at !== null) return message;
  const at = reactions.findIndex((reaction) => reaction.emoji === emoji);
  const before = reactions[at];
  const mine = user_id === userId ? added : (before?.mine ?? false);
  if (before?.count === count && before.mine === mine) return message;
  if (before === undefined && count === 0) return message;
  const after: Reaction = { emoji, count, mine };
  if (count === 0) return { ...message, reactions: reactions.toSpliced(at, 1) };
  if (before === undefined) return { ...message, reactions: [...reactions, after] };
  return { ...message, reactions: reactions.with(at, after) };
}
