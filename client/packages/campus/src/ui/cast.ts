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
  /** The newest message that each of the others has read. */
  readonly marks: readonly string[];
}

interface CastWords {
  readonly you: string;
  /** Somebody who has left the conversation. */
  readonly formerMember: string;
}

/** A name that is not known yet. */
const UNKNOWN = '…';

export function castOf(
  conversation: Conversation | null,
  ownId: number | null,
  personName: (name: string | undefined) => string,
  { you, formerMember }: CastWords,
): Cast {
  const participants: readonly Participant[] = conversation?.participants ?? [];
  const isGroup = conversation?.type === 'group';
  return {
    title: conversation === null ? '' : titleOf(conversation, ownId, personName),
    ownId,
    isGroup,
    isCreator: isGroup && conversation.created_by === ownId,
    nameOf: (userId) => {
      if (userId === null) return personName(undefined);
      if (userId === ownId) return you;
      const known = participants.find(({ user_id }) => user_id === userId);
      if (known !== undefined) return personName(known.name);
      return conversation === null ? UNKNOWN : formerMember;
    },
    marks: participants.flatMap(({ user_id, last_read_message_id }) =>
      user_id === ownId || last_read_message_id === null ? [] : [last_read_message_id],
    ),
  };
}
