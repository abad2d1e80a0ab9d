import { openChannel, type Channel } from '../browser/channel.ts';
import { networkError } from '../http/errors.ts';
import type { NativeApi } from '../http/nativeApi.ts';
import type { Uploader } from '../http/uploader.ts';
import type { Message, Quote } from '../model.ts';
import { Store } from '../sync/store.ts';
import type { OutboxEntry } from './outboxStore.ts';
import type { Pending } from './pending.ts';
import type { QueueId, SendTask } from './queueSender.ts';
import { randomUuid } from './randomUuid.ts';
import type { MessageRequests } from './messageRequests.ts';

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
  /** Excludes all else. */
  readonly forward?: Message;
  readonly mentionIds?: readonly number[];
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
  readonly mentionIds: readonly number[];
  readonly files: readonly OutboxFile[];
}

export type PendingMessage = Pending<MessageDraft>;

/** Parts of each file that are uploaded, 0 to 1, by the file's id. */
export type UploadProgress = ReadonlyMap<string, number>;

export function messageDraft(chatId: number, message: MessageToSend): MessageDraft {
  const { text = '', files = [], replyTo = null, forward = null, mentionIds = [] } = message;
  return { chatId, text, replyTo, forward, mentionIds, files: files.map(outboxFile) };
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

/** `part`: null once the file is no longer being uploaded. */
type FileProgress = readonly [fileId: string, part: number | null];

/** Sends messages of the outbox: uploads their files first. What does is loaded with the first one. */
export class MessageSender {
  readonly progress = new Store<UploadProgress>(new Map());
  readonly #api: NativeApi;
  readonly #uploader: Uploader;
  readonly #channel: Channel<FileProgress> | null;
  #requests: MessageRequests | null = null;

  /** `name`: of the channel on which tabs share the progress of uploads. */
  constructor(api: NativeApi, uploader: Uploader, name: string) {
    this.#api = api;
    this.#uploader = uploader;
    this.#channel = openChannel(name, (progress: FileProgress) => {
      this.#setProgress(progress);
    });
  }

  dispose(): void {
    this.#channel?.close();
  }

  async send(entry: OutboxEntry<MessageDraft>, task: SendTask<MessageDraft>): Promise<Message> {
    const { MessageRequests } = await import('./messageRequests.ts').catch((error: unknown) => {
      throw networkError(error);
    });
    this.#requests ??= new MessageRequests(this.#api, this.#uploader, (fileId, part) => {
      this.#setProgress([fileId, part]);
      this.#channel?.post([fileId, part]);
    });
    return this.#requests.send(entry, task);
  }

  #setProgress([fileId, part]: FileProgress): void {
    this.progress.update((progress) => {
      if (part === null && !progress.has(fileId)) return progress;
      const next = new Map(progress);
      if (part === null) next.delete(fileId);
      else next.set(fileId, part);
      return next;
    });
  }
}
