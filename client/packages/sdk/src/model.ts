/** The objects of the native API under short names; generated from its OpenAPI document. */
import type { components } from './http/wire.ts';

type Schemas = components['schemas'];

export type User = Schemas['User'];
/** The signed-in user, with the settings that others do not see. */
export type Account = Schemas['Account'];
export type AccountChanges = Schemas['AccountChanges'];
export type Role = NonNullable<User['role']>;
export type Chat = Schemas['Chat'];
export type NewChat = Schemas['NewChat'];
export type ChatChange = Schemas['ChatChange'];
/** What the application keeps with a chat or a message: the server stores it and does not read it. */
export type Custom = Chat['custom'];
export type ChatSettings = Schemas['ChatSettings'];
export type Member = Schemas['Member'];
export type MemberRole = Schemas['MemberRole'];
/** The caller's own part of a chat. */
export type OwnPart = Schemas['Me'];
/** What the server allows the caller in a chat now. */
export type Permission = Schemas['Permission'];
export type Message = Schemas['Message'] & {
  /** It was sent silently, as its event said or its author knows; absent: it was not, or that is not known. */
  readonly silent?: boolean;
};
export type MessagePage = Schemas['MessagePage'];
/** A message to send now. */
export type NewMessage = Omit<Schemas['NewMessage'], 'send_at'>;
export type MessageEdit = Schemas['Edit'];
/** Whom a message mentions, and where its text names them. */
export type Mention = Schemas['Mention'];
export type Quote = Schemas['Quote'];
export type Forwarded = Schemas['Forwarded'];
export type Reaction = Schemas['Reaction'];
export type Poll = Schemas['Poll'];
export type PollOption = Schemas['PollOption'];
/** A poll to send. */
export type NewPoll = Schemas['NewPoll'];
/** Who voted in a poll, with the person. */
export type Voter = Schemas['Voter'] & { readonly user: User };
export type Attachment = Schemas['Attachment'];
export type AttachmentKind = Schemas['AttachmentKind'];
export type Draft = Schemas['Draft'];
export type Hit = Schemas['Hit'];
export type Reader = Schemas['Reader'];
export type UserReaction = Schemas['UserReaction'];
/** A file or a link of a message. */
export type SentFile = Schemas['SentFile'];
/** A message of the user's own that is sent later. */
export type ScheduledMessage = Schemas['ScheduledMessage'];
/** A message to send later. */
export type NewScheduledMessage = Omit<
  Schemas['NewMessage'],
  'forward_id' | 'poll' | 'type' | 'send_at'
> & { readonly send_at: string };
export type ScheduledChange = Schemas['ScheduledChange'];
export type SentKind = 'image' | 'video' | 'audio' | 'file' | 'link';
export type Problem = Schemas['Problem'];

/** A page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** For the next page; null on the last. */
  readonly nextCursor: string | null;
}

/** A page that names users. */
export interface PageWithUsers<Item> extends Page<Item> {
  /** Each once. */
  readonly users: readonly User[];
}

/** Which page of a list. */
export interface PageQuery {
  readonly cursor?: string | undefined;
  readonly limit?: number;
}

/** An answer together with the last event of the log that it reflects. */
export interface Snapshot<Value> {
  readonly value: Value;
  readonly asOf: EventId;
}

/**
 * An event's position in the log: `<position>-<fingerprint>`, as in `id:` of the stream and in the
 * header `Last-Event-ID` of snapshots.
 */
export type EventId = string;
