import type { Custom, Mention, Message, Quote } from '../model.ts';
import type { Pending } from './pending.ts';
import type { QueueId } from './queueSender.ts';
import { randomUuid } from './randomUuid.ts';

/** A file to send. */
export interface FileToSend {
  readonly blob: Blob;
  readonly name: string;
  /** Of a voice note: its loudness, 1 to 128 numbers from 0 to 100. */
  readonly waveform?: readonly number[];
  readonly isVoice?: boolean;
}

/** A message to send: a text, files, or both; or a message to forward. */
export interface MessageToSend {
  readonly text?: string;
  readonly files?: readonly FileToSend[];
  readonly replyTo?: Quote | null;
  /** Excludes all else but `custom` and `isSilent`. */
  readonly forward?: Message;
  /** Those who were chosen. Whom the text names besides the server finds. */
  readonly mentions?: readonly Mention[];
  readonly custom?: Custom;
  /** Nobody is notified of it. */
  readonly isSilent?: boolean;
}

/** A file of a message that is not sent yet. */
export interface OutboxFile {
  readonly id: string;
  readonly blob: Blob;
  readonly name: string;
  readonly size: number;
  readonly type: string;
  readonly isVoice: boolean;
  readonly waveform: readonly number[] | null;
  /** Set once it is uploaded. */
  readonly attachmentId: number | null;
  /** An upload was interrupted: the next one can be resumed. */
  readonly wasInterrupted: boolean;
  /** The resumable upload that was started. */
  readonly uploadUrl: string | null;
}

/** What the outbox stores of a message. */
export interface MessageDraft {
  readonly chatId: number;
  readonly text: string;
  readonly replyTo: Quote | null;
  readonly forward: Message | null;
  readonly mentions: readonly Mention[];
  readonly custom: Custom;
  readonly isSilent: boolean;
  readonly files: readonly OutboxFile[];
}

export type PendingMessage = Pending<MessageDraft>;

export function messageDraft(chatId: number, message: MessageToSend): MessageDraft {
  const { text = '', files = [], replyTo = null, forward = null } = message;
  const { mentions = [], custom = {}, isSilent = false } = message;
  const options = { mentions, custom, isSilent };
  return { chatId, text, replyTo, forward, ...options, files: files.map(outboxFile) };
}

function outboxFile({ blob, name, waveform, isVoice = false }: FileToSend): OutboxFile {
  return {
    id: randomUuid(),
    blob,
    name,
    size: blob.size,
    type: blob.type,
    isVoice,
    waveform: waveform ?? null,
    attachmentId: null,
    wasInterrupted: false,
    uploadUrl: null,
  };
}

/**
 * Messages of a chat that have files are a queue of their own: what waits for an upload does not hold
 * what needs none. Texts keep their order, and so do files.
 */
export function queueOfMessage({ chatId, files }: MessageDraft): QueueId {
  const [texts, uploads] = queuesOfChat(chatId);
  return files.length === 0 ? texts : uploads;
}

/** The queues of a chat: of what needs no upload, and of what has files. */
export function queuesOfChat(chatId: number): readonly [texts: QueueId, uploads: QueueId] {
  return [chatId, `${chatId}:files`];
}
