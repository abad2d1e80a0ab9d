import type { Message } from '../model/types/chat.ts';

/** What the composer is about besides a new message. */
export type Task = { readonly kind: 'reply' | 'edit'; readonly message: Message } | null;

/** What stands in the composer. */
export interface Writing {
  readonly text: string;
  readonly task: Task;
  /** Grows where the composer is to take the focus. */
  readonly turn: number;
}

export const NOTHING_WRITTEN: Writing = { text: '', task: null, turn: 0 };

/** What is being written stays, as the answer; but for the text of an edit. */
export function replying(before: Writing, message: Message): Writing {
  const text = before.task?.kind === 'edit' ? '' : before.text;
  return focused({ ...before, text, task: { kind: 'reply', message } });
}

export function editing(before: Writing, message: Message): Writing {
  return focused({ ...before, text: message.text ?? '', task: { kind: 'edit', message } });
}

/** Sent, or given up. */
export function emptied(before: Writing): Writing {
  const after = { ...before, text: '', task: null };
  return before.task === null ? after : focused(after);
}

export function focused(before: Writing): Writing {
  return { ...before, turn: before.turn + 1 };
}

/**
 * An edit has failed: it goes on, or its text is a draft where there is nothing to edit any more.
 * Nothing is put over what was begun meanwhile, and nobody's focus is taken.
 */
export function givenBack(before: Writing, text: string, task: Task): Writing {
  const isTaken = before.task !== null || before.text.trim() !== '';
  return isTaken ? before : { ...before, text, task };
}
