import type { Message, ServerFrame } from '../types/chat.ts';
import type { History } from './chatAPI.ts';

/** A conversation's history as it is kept: pages from the newest to the oldest. */
export type Pages = readonly History[];

/** All messages there are here, in order. */
export function inOrder(pages: Pages): Message[] {
  return pages.toReversed().flatMap(({ messages }) => messages);
}

/** What a frame makes of the pages; the same pages where it changes nothing. Pure. */
export function applyToPages(pages: Pages, frame: ServerFrame): Pages {
  const changed = withChange(pages, frame);
  const [newest, ...older] = changed;
  if (frame.id === undefined || newest === undefined) return changed;
  return [{ ...newest, asOf: frame.id }, ...older];
}

/** A page that was asked for while frames came, with what they changed in it. */
export function broughtUpToDate(page: History, frames: readonly ServerFrame[]): History {
  const changes = frames.filter(({ type }) => type !== 'message:new');
  return changes.reduce<History>((before, frame) => withChange([before], frame)[0] ?? before, page);
}

function withChange(pages: Pages, frame: ServerFrame): Pages {
  switch (frame.type) {
    case 'message:new':
      return withMessage(pages, frame.payload);
    case 'message:edited':
      return withEdit(pages, frame.payload);
    case 'message:deleted':
      return withoutMessage(pages, frame.payload.id);
    default:
      return pages;
  }
}

function withMessage(pages: Pages, message: Message): Pages {
  const [newest, ...older] = pages;
  if (newest === undefined || has(pages, message.id)) return pages;
  // Ids are UUIDs of version 7, but only nearly in the order of the log: frames are in it.
  return [{ ...newest, messages: [...newest.messages, message] }, ...older];
}

function withEdit(pages: Pages, edited: Message): Pages {
  return mapped(pages, (message) => {
    if (message.id !== edited.id || message.is_deleted === true) return message;
    return { ...message, text: edited.text, is_edited: edited.is_edited };
  });
}

/** One that others answer stays, without its text. */
function withoutMessage(pages: Pages, id: string): Pages {
  const all = pages.flatMap(({ messages }) => messages);
  const gone = all.find((message) => message.id === id);
  if (gone === undefined) return pages;
  if (all.some(({ reply_to }) => reply_to === id)) {
    return mapped(pages, (message) =>
      message.id === id ? { ...message, text: null, is_deleted: true } : message,
    );
  }
  const left = pages.map((page) => ({
    ...page,
    messages: page.messages.filter((message) => message.id !== id),
  }));
  // What it answered may have stayed for its sake alone.
  const answered = all.find((message) => message.id === gone.reply_to);
  return answered?.is_deleted === true ? withoutMessage(left, answered.id) : left;
}

function mapped(pages: Pages, change: (message: Message) => Message): Pages {
  return pages.map((page) => {
    const messages = page.messages.map(change);
    const isSame = messages.every((message, index) => message === page.messages[index]);
    return isSame ? page : { ...page, messages };
  });
}

function has(pages: Pages, id: string): boolean {
  return pages.some(({ messages }) => messages.some((message) => message.id === id));
}
