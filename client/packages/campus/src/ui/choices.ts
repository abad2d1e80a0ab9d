import { Pencil, Reply, Trash2, type LucideIcon } from 'lucide-react';

import type { Message } from '../model/types/chat.ts';
import type { Cast } from './cast.ts';

/** What the reader may do with a message. The functions stay the same between renders. */
export interface MessageActions {
  readonly reply: (message: Message) => void;
  readonly edit: (message: Message) => void;
  /** Asks first. */
  readonly delete: (message: Message) => void;
}

interface Choice {
  readonly name: keyof MessageActions;
  readonly Icon: LucideIcon;
}

/** What the reader may do with this message. */
export function choicesOf({ sender_id }: Message, cast: Cast): Choice[] {
  const isOwn = sender_id !== null && sender_id === cast.ownId;
  const choices: Choice[] = [{ name: 'reply', Icon: Reply }];
  if (isOwn) choices.push({ name: 'edit', Icon: Pencil });
  if (isOwn || cast.isCreator) choices.push({ name: 'delete', Icon: Trash2 });
  return choices;
}
