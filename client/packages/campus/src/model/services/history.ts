import type { Message, ServerFrame } from '../types/chat.ts';
import type { History } from './chatAPI.ts';

/** A part of a conversation's history as it is kept. */
export interface Page extends History {
  /** Where the next older page ends; absent: there is none. */
  readonly older?: string | undefined;
  /**
   * Of the newest page: messages that an answer alone has told of, in the order of the answers.
   * What frames still have to bring stands before them in the log, so they stay last until
   * their own frames come.
   */
  readonly ahead?: readonly Message[];
}

/** Pages from the newest to the oldest. */
export type Pages = readonly Page[];

/** All messages there are here: in the order of the log, and last those ahead of it. */
export function inOrder(pages: Pages): Message[] {
  return [...pages.toReversed().flatMap(({ messages }) => messages), ...aheadOf(pages)];
}

/** What a frame makes of the pages; the same pages where it changes nothing. Pure. */
export function applyToPages(pages: Pages, frame: ServerFrame): Pages {
  const changed = withChange(pages, frame);
  const [newest, ...older] = changed;
  if (frame.id === undefined || newest === undefined) return changed;
  return [{ ...newest, asOf: frame.id }, ...older];
}

/**
 * A page that was asked for while frames came, with what they changed in it. Older ones are asked
 * for from where it began, also when its first message is deleted.
 */
export function broughtUpToDate(
  history: History,
  limit: number,
  frames: readonly ServerFrame[],
): Page {
  const { messages } = history;
  const page = { ...history, older: messages.length >= limit ? messages[0]?.id : undefined };
  const changes = frames.filter(({ type }) => type !== 'message:new');
  return changes.reduce<Page>((before, frame) => withChange([before], frame)[0] ?? before, page);
}

function withChange(pages: Pages, frame: ServerFrame): Pages {
  switch (frame.type) {
    case 'message:new':
      return frame.id === undefined
        ? withAnswer(pages, frame.payload)
        : withMessage(pages, frame.payload);
    case 'message:edited':
      return withEdit(pages, frame.payload);
    case 'message:deleted':
      return withoutMessage(pages, frame.payload.id);
    default:
      return pages;
  }
}

/** By a frame of the log, in the order of the log. Ids are in it only nearly (UUIDs, version 7). */
function withMessage(pages: Pages, message: Message): Pages {
  const [newest, ...older] = pages;
  if (newest === undefined || has(pages, message.id)) return pages;
  // An edit of it may have been answered since: the one that is here knows.
  const known = aheadOf(pages).find(({ id }) => id === message.id);
  const messages = [...newest.messages, known ?? message];
  if (known === undefined) return [{ ...newest, messages }, ...older];
  return [{ ...newest, messages, ahead: without(aheadOf(pages), message.id) }, ...older];
}

/** By an answer, which does not tell where in the log it stands. */
function withAnswer(pages: Pages, message: Message): Pages {
  const [newest, ...older] = pages;
  const ahead = aheadOf(pages);
  if (newest === undefined || has(pages, message.id) || hasId(ahead, message.id)) return pages;
  return [{ ...newest, ahead: [...ahead, message] }, ...older];
}

function withEdit(pages: Pages, edited: Message): Pages {
  return mapped(pages, (message) => {
    if (message.id !== edited.id || message.is_deleted === true) return message;
    return { ...message, text: edited.text, is_edited: edited.is_edited };
  });
}

/** One that others answer stays, without its text. */
function withoutMessage(pages: Pages, id: string): Pages {
  const all = inOrder(pages);
  const gone = all.find((message) => message.id === id);
  if (gone === undefined) return pages;
  if (all.some(({ reply_to }) => reply_to === id)) {
    return mapped(pages, (message) =>
      message.id === id ? { ...message, text: null, is_deleted: true } : message,
    );
  }
  const left = pages.map((page) => inAllOf(page, (messages) => without(messages, id)));
  // What it answered may have stayed for its sake alone.
  const answered = all.find((message) => message.id === gone.reply_to);
  return answered?.is_deleted === true ? withoutMessage(left, answered.id) : left;
}

function mapped(pages: Pages, change: (message: Message) => Message): Pages {
  return pages.map((page) => {
    const changed = inAllOf(page, (messages) => messages.map(change));
    const before = inOrder([page]);
    const isSame = inOrder([changed]).every((message, index) => message === before[index]);
    return isSame ? page : changed;
  });
}

function inAllOf(page: Page, change: (messages: readonly Message[]) => Message[]): Page {
  const { messages, ahead } = page;
  const changed = { ...page, messages: change(messages) };
  return ahead === undefined ? changed : { ...changed, ahead: change(ahead) };
}

function aheadOf([newest]: Pages): readonly Message[] {
  return newest?.ahead ?? [];
}

/** Ahead is not meant: those have no place yet. */
function has(pages: Pages, id: string): boolean {
  return pages.some(({ messages }) => hasId(messages, id));
}

function hasId(messages: readonly Message[], id: string): boolean {
  return messages.some((message) => message.id === id);
}

function without(messages: readonly Message[], id: string): Message[] {
  return messages.filter((message) => message.id !== id);
}
