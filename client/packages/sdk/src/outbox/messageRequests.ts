import { ApiError } from '../http/errors.ts';
import type { NativeApi } from '../http/nativeApi.ts';
import type { Uploader } from '../http/uploader.ts';
import type { Custom, Message } from '../model.ts';
import type { MessageDraft, OutboxFile } from './messageDraft.ts';
import type { OutboxEntry } from './outboxEntry.ts';
import type { SendTask } from './queueSender.ts';
import { Slots } from './slots.ts';
import { uploadFiles } from './uploadFiles.ts';

/** Files that are uploaded at the same time, and messages that are sent. */
const MAX_UPLOADS = 2;
const MAX_SENDS = 4;

/** The part of a file that is uploaded, 0 to 1; null once it is no longer being uploaded. */
type OnProgress = (fileId: string, part: number | null) => void;

/** The requests that a message takes: of its files, then its own. */
export class MessageRequests {
  readonly #api: NativeApi;
  readonly #uploader: Uploader;
  readonly #onProgress: OnProgress;
  readonly #uploads = new Slots(MAX_UPLOADS);
  readonly #sends = new Slots(MAX_SENDS);

  constructor(api: NativeApi, uploader: Uploader, onProgress: OnProgress) {
    this.#api = api;
    this.#uploader = uploader;
    this.#onProgress = onProgress;
  }

  async send(entry: OutboxEntry<MessageDraft>, task: SendTask<MessageDraft>): Promise<Message> {
    const message = await this.#send(entry, task);
    // The answer does not say so.
    return entry.isSilent ? { ...message, silent: true } : message;
  }

  async #send(entry: OutboxEntry<MessageDraft>, task: SendTask<MessageDraft>): Promise<Message> {
    const { chatId, clientId: client_id, text, replyTo, forward, mentions } = entry;
    const { signal } = task;
    const options = {
      client_id,
      ...(!isEmpty(entry.custom) && { custom: entry.custom }),
      ...(entry.isSilent && { silent: true }),
    };
    if (forward !== null) {
      const body = { forward_id: forward.id, ...options };
      return this.#sends.run(signal, () => this.#api.send(chatId, body));
    }
    const files = await this.#upload(entry.files, task);
    const mention_ids = [...new Set(mentions.map(({ user_id }) => user_id))];
    const attachment_ids = files.flatMap(({ attachmentId }) => attachmentId ?? []);
    const body = {
      ...options,
      ...(text !== '' && { text }),
      ...(attachment_ids.length > 0 && { attachment_ids }),
      ...(replyTo !== null && { reply_to_id: replyTo.id }),
      ...(mention_ids.length > 0 && { mention_ids }),
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
    try {
      return await uploadFiles(files, task, {
        upload: (file, options) =>
          this.#uploads.run(task.signal, () => this.#uploader.upload(file, options)),
        onProgress: this.#onProgress,
      });
    } finally {
      // Uploaded, discarded, or begun anew by the next attempt.
      for (const { id } of files) this.#onProgress(id, null);
    }
  }
}

function isEmpty(custom: Custom): boolean {
  return Object.keys(custom).length === 0;
}

function withoutUpload(file: OutboxFile): OutboxFile {
  return { ...file, attachmentId: null, uploadUrl: null };
}
