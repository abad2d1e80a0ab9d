import { NetworkError, StorageError } from '../http/errors.ts';
import type { FileToUpload, UploadOptions } from '../http/fileToUpload.ts';
import type { MessageDraft, OutboxFile } from './messageDraft.ts';
import type { SendTask } from './queueSender.ts';

export interface UploadFilesOptions {
  /** The id of the attachment. */
  readonly upload: (file: FileToUpload, options: UploadOptions) => Promise<number>;
  readonly onProgress: (fileId: string, part: number) => void;
}

/** Uploads the files of a message that are not uploaded yet, and saves each result. */
export async function uploadFiles(
  files: readonly OutboxFile[],
  { signal, save }: SendTask<MessageDraft>,
  { upload, onProgress }: UploadFilesOptions,
): Promise<readonly OutboxFile[]> {
  let current = files;
  const change = async (index: number, part: Partial<OutboxFile>): Promise<void> => {
    const file = current[index];
    if (file === undefined) return;
    current = current.with(index, { ...file, ...part });
    await save({ files: current });
  };
  for (const [index, file] of files.entries()) {
    if (file.attachmentId !== null) continue;
    try {
      const attachmentId = await upload(file, {
        signal,
        isResumable: file.wasInterrupted,
        uploadUrl: file.uploadUrl,
        onUploadUrl: (uploadUrl) => void change(index, { uploadUrl }),
        onProgress: (part) => {
          onProgress(file.id, part);
        },
      });
      await change(index, { attachmentId });
    } catch (error) {
      if (!(error instanceof NetworkError) || signal.aborted) throw error;
      // A request whose file has changed on the disk, or is gone, fails like a broken one.
      await expectReadable(file.blob);
      if (!file.wasInterrupted) await change(index, { wasInterrupted: true });
      throw error;
    }
  }
  return current;
}

async function expectReadable(blob: Blob): Promise<void> {
  await blob
    .slice(0, 1)
    .arrayBuffer()
    .catch((cause: unknown) => {
      throw new StorageError('the file cannot be read', { cause });
    });
}
