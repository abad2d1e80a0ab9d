import {
  Archive,
  ArchiveRestore,
  Ban,
  Bell,
  BellOff,
  CheckCheck,
  CircleDot,
  LockOpen,
  LogOut,
  Pin,
  PinOff,
  Trash2,
  UsersRound,
} from 'lucide-react';

const ICONS = {
  Archive,
  ArchiveRestore,
  Ban,
  Bell,
  BellOff,
  CheckCheck,
  CircleDot,
  LockOpen,
  LogOut,
  Pin,
  PinOff,
  Trash2,
  UsersRound,
} as const;

/** An icon of a chat's menu. */
export default function ChatMenuIcon({ name }: { name: keyof typeof ICONS }) {
  const Icon = ICONS[name];
  return <Icon size={18} />;
}
