/** The university's words, as they stand on the wire. */

export type ConversationType = 'private' | 'group';

export interface Participant {
  user_id: number;
  /** Empty where the user was removed. */
  name: string;
  /** The newest message that they have read; it may be deleted by now. */
  last_read_message_id: string | null;
}

export interface Message {
  id: string;
  conversation_id: string;
  /** Null where the user was removed. */
  sender_id: number | null;
  /** Null of a deleted one. */
  text: string | null;
  reply_to: string | null;
  is_edited: boolean;
  /** `true` of a deleted one that others answer; of others it is not there. */
  is_deleted?: boolean;
  /** The sender's own name for it; others do not see it. */
  client_id?: string;
  /** RFC 3339. */
  created_at: string;
}

export interface Conversation {
  id: string;
  type: ConversationType;
  title: string | null;
  created_by: number | null;
  /** RFC 3339. */
  created_at: string;
  service: string | null;
  service_id: string | null;
  /** Who is in it now, by id. */
  participants: Participant[];
  /** The newest message that is not deleted. */
  last_message: Message | null;
  unread_count: number;
}

export interface NewConversation {
  type: ConversationType;
  title?: string | null;
  /** The others. */
  participant_ids: number[];
  service?: string | null;
  service_id?: string | null;
}

export interface NewMessage {
  conversation_id: string;
  /** The caller, if it is said at all. */
  sender_id?: number;
  text: string;
  reply_to?: string | null;
  /** A UUID of the sender's choice: repeating it repeats nothing. */
  client_id?: string;
}

/** What the socket says; what stays has an `id` to resume from. */
export type ServerFrame = { id?: string } & (
  | { type: 'message:new'; payload: Message }
  | { type: 'message:edited'; payload: Message }
  | { type: 'message:deleted'; payload: { id: string; conversation_id: string } }
  | {
      type: 'participant:added';
      payload: { conversation_id: string; user_id: number; name: string };
    }
  | { type: 'participant:removed'; payload: { conversation_id: string; user_id: number } }
  | { type: 'conversation:deleted'; payload: { id: string } }
  | { type: 'typing'; payload: { user_id: number; is_typing: boolean } }
  | { type: 'read'; payload: { user_id: number | null; last_read_id: string | null } }
  | { type: 'error'; payload: { code: string; detail: string; client_id?: string } }
  | { type: 'reset' }
);

/** Somebody to write to. */
export interface Person {
  id: number;
  name: string;
  /** What tells namesakes apart: a group, a chair. */
  note?: string;
}
