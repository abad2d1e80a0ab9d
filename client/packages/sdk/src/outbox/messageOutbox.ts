import { openChannel, type Channel } from '../browser/channel.ts';
import { networkError } from '../http/errors.ts';
import type { NativeApi } from '../http/nativeApi.ts';
import type { Uploader } from '../http/uploader.ts';
import type { Message } from '../model.ts';
import { Store } from '../sync/store.ts';
import type { MessageDraft } from './messageDraft.ts';
import type { OutboxEntry } from './outboxEntry.ts';
import type { SendTask } from './queueSender.ts';
import type { MessageRequests } from './messageRequests.ts';

/** Parts of each file that are uploaded, 0 to 1, by the file's id. */
export type UploadProgress = ReadonlyMap<string, number>;

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
