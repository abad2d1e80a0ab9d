import { downloader } from '../http/download.ts';
import type { HttpOptions } from '../http/nativeHttp.ts';
import type { ExportFormat } from './types.ts';

export interface ExportFile {
  readonly name: string;
  readonly blob: Blob;
}

/** A chat with its former and deleted texts as a file. Rejects with a `VestnikError`. */
export async function exportChat(
  http: HttpOptions,
  realm: string,
  chatId: number,
  format: ExportFormat,
): Promise<ExportFile> {
  const path = `/v1/${realm}/desk/chats/${chatId}/export?format=${format}`;
  const { blob, name } = await downloader(http)(path);
  return { name: name ?? `chat-${chatId}.${format}`, blob };
}
