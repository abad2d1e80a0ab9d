import { usePresence } from '@vestnik/sdk/react';
import { TypingLine } from '@vestnik/ui/chat';

import { usePresenceText } from '../presence/index.ts';
import { memberName, type ConversationView } from './conversationView.ts';

interface ConversationStatusProps {
  view: ConversationView;
  /** Users who type now. */
  typing: readonly number[];
}

/** Who types, or else whether the other person is online; null for a reader who is no member. */
export function ConversationStatus({ view, typing }: ConversationStatusProps) {
  const { text } = usePresenceText(otherId(view));
  if (view.ownId === null) return null;
  if (typing.length === 0) return text;
  const names = view.isGroup ? typing.flatMap((id) => memberName(view, id) ?? []) : [];
  return <TypingLine names={names} />;
}

export function useIsOtherOnline(view: ConversationView | null): boolean {
  return usePresence(view === null ? null : otherId(view))?.isOnline ?? false;
}

/** The other person of a private chat. */
function otherId({ ownId, isGroup, others }: ConversationView): number | null {
  return ownId === null || isGroup ? null : (others[0]?.id ?? null);
}
