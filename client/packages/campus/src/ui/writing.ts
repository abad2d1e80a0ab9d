import type { LocalDraft } from '@vestnik/sdk';

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

/** Writing goes on with a draft, as the answer to what it answers, if that is among `messages`. */
export function resumed(
  before: Writing,
  draft: LocalDraft | null,
  messages: readonly Message[],
): Writing {
  if (draft === null) return before;
  const answered = messages.find(({ id }) => id === draft.replyTo);
  const task: Task = answered === undefined ? null : { kind: 'reply', message: answered };
  return { ...before, text: draft.text, task };
}

/** What to keep of it; null while a message is edited: the draft stays as it is. */
export function draftOf({ text, task }: Writing): LocalDraft | null {
  if (task?.kind === 'edit') return null;
  return { text, ...(task !== null && { replyTo: task.message.id }) };
}

/** What is being written stays, as the answer; in place of an edit it is the draft. */
export function replying(before: Writing, message: Message, draft: LocalDraft | null): Writing {
  const text = before.task?.kind === 'edit' ? (draft?.text ?? '') : before.text;
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
 * Nothing is put over what was begun meanwhile, and nobody's focus is taken. A draft that was there
 * before the edit makes way for it: it comes back after it.
 */
export function givenBack(
  before: Writing,
  text: string,
  task: Task,
  draft: LocalDraft | null,
): Writing {
  const isDraft = task !== null && before.text === draft?.text;
  const isTaken = !isDraft && (before.task !== null || before.text.trim() !== '');
  return isTaken ? before : { ...before, text, task };
}
