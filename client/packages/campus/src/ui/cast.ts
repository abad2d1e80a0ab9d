import type { Conversation, Participant } from '../model/types/chat.ts';
import { titleOf } from '../model/services/conversations.ts';

/** Who speaks in a conversation, and how the reader sees them. */
export interface Cast {
  readonly title: string;
  readonly ownId: number | null;
  readonly isGroup: boolean;
  /** The reader may take out anybody's message. */
  readonly isCreator: boolean;
  /** A name that is ready to be shown. */
  readonly nameOf: (userId: number | null) => string;
}

export function castOf(
  conversation: Conversation | null,
  ownId: number | null,
  personName: (name: string | undefined) => string,
  you: string,
): Cast {
  const participants: readonly Participant[] = conversation?.participants ?? [];
  const isGroup = conversation?.type === 'group';
  return {
    title: conversation === null ? '' : titleOf(conversation, ownId, personName),
    ownId,
    isGroup,
    isCreator: isGroup && conversation.created_by === ownId,
    nameOf: (userId) =>
      userId === ownId && userId !== null
        ? you
        : personName(participants.find(({ user_id }) => user_id === userId)?.name),
  };
}
