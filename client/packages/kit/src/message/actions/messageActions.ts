import {
  CheckSquare,
  CircleDot,
  Copy,
  Eye,
  Flag,
  Forward,
  Link,
  Pencil,
  Pin,
  PinOff,
  Reply,
  SmilePlus,
  Trash2,
  type LucideIcon,
} from 'lucide-react';

/** What may be done to a message, in the order of the menu. */
export const MESSAGE_ACTIONS = [
  'reply',
  'react',
  'edit',
  'copy',
  'forward',
  'pin',
  'unpin',
  'copyLink',
  'select',
  'unread',
  'readers',
  'report',
  'delete',
] as const;

export type MessageActionName = (typeof MESSAGE_ACTIONS)[number];

/** Only what is given is in the menu. */
export type MessageActionHandlers = Readonly<Partial<Record<MessageActionName, () => void>>>;

export const ACTION_ICONS: Readonly<Record<MessageActionName, LucideIcon>> = {
  reply: Reply,
  react: SmilePlus,
  edit: Pencil,
  copy: Copy,
  forward: Forward,
  pin: Pin,
  unpin: PinOff,
  copyLink: Link,
  select: CheckSquare,
  unread: CircleDot,
  readers: Eye,
  report: Flag,
  delete: Trash2,
};

/** Those that are given, in the order of the menu. */
export function givenActions(handlers: MessageActionHandlers): readonly MessageActionName[] {
  return MESSAGE_ACTIONS.filter((name) => handlers[name] !== undefined);
}
