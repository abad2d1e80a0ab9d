import { openChannel, type Channel } from '../browser/channel.ts';
import { ApiError } from '../http/errors.ts';
import type { NativeApi } from '../http/nativeApi.ts';
import type { Uploader } from '../http/uploader.ts';
import type { Message, Quote } from '../model.ts';
import { Store } from '../sync/store.ts';
import type { OutboxEntry } from './outboxStore.ts';
import type { Pending } from './pending.ts';
import type { SendTask } from './queueSender.ts';
import { randomUuid } from './randomUuid.ts';
import { Slots } from './slots.ts';

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

/** Files that are uploaded at the same time, and messages that are sent. */
const MAX_UPLOADS = 2;
const MAX_SENDS = 4;

/** `part`: null once the file is no longer being uploaded. */
type FileProgress = readonly [fileId: string, part: number | null];

/** Sends messages of the outbox: uploads their files first. */
export class MessageSender {
  readonly progress = new Store<UploadProgress>(new Map());
  readonly #api: NativeApi;
  readonly #uploader: Uploader;
  readonly #uploads = new Slots(MAX_UPLOADS);
  readonly #sends = new Slots(MAX_SENDS);
  readonly #channel: Channel<FileProgress> | null;

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
    const { chatId, clientId: client_id, text, replyTo, forward, mentionIds } = entry;
    const { signal } = task;
    if (forward !== null) {
      const body = { forward: forward.id, client_id };
      return this.#sends.run(signal, () => this.#api.send(chatId, body));
    }
    const files = await this.#upload(entry.files, task);
    const attachment_ids = files.flatMap(({ attachmentId }) => attachmentId ?? []);
    const body = {
      client_id,
      ...(text !== '' && { text }),
      ...(attachment_ids.length > 0 && { attachment_ids }),
      ...(replyTo !== null && { reply_to: replyTo.id }),
      ...(mentionIds.length > 0 && { mention_ids: [...mentionIds] }),
    };
    try {
      return await this.#sends.run(signal, () => this.#api.send(chatId, body));
    } catch (error) {
      // Uploads that are in no message are deleted after a day: a retry uploads them again.
      if (error instanceof ApiError && error.code === 'attachment_not_found') {
        await task.save({ files: files.map(withoutUpload) });
      }
      throw error;
    }
  }

  async #upload(
    files: readonly OutboxFile[],
    task: SendTask<MessageDraft>,
  ): Promise<readonly OutboxFile[]> {
    if (files.length === 0) return files;
    try {
      const { uploadFiles } = await import('./uploadFiles.ts');
      return await uploadFiles(files, task, {
        upload: (file, options) =>
          this.#uploads.run(task.signal, () => this.#uploader.upload(file, options)),
        onProgress: (fileId, part) => {
          this.#shareProgress([fileId, part]);
        },
      });
    } finally {
      // Uploaded, discarded, or begun anew by the next attempt.
      for (const { id } of files) this.#shareProgress([id, null]);
    }
  }

  #shareProgress(progress: FileProgress): void {
    this.#setProgress(progress);
    this.#channel?.post(progress);
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

function withoutUpload(file: OutboxFile): OutboxFile {
  return { ...file, attachmentId: null, uploadUrl: null };
}
