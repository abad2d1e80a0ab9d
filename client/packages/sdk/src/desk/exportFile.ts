import { downloader } from '../http/download.ts';
import type { HttpOptions } from '../http/nativeHttp.ts';
import type { ExportFormat } from './types.ts';

export interface ExportFile {
  readonly name: string;
  readonly blob: Blob;
}

/**
 * A chat with its former and deleted texts as a file. A page is in this language, with the times of the caller's time
 * zone. Rejects with a `VestnikError`.
 */
export async function exportChat(
  http: HttpOptions,
  realm: string,
  chatId: number,
  format: ExportFormat,
  language: string,
): Promise<ExportFile> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const query = new URLSearchParams({ format, ...(format === 'html' && { time_zone: timeZone }) });
  const path = `/v1/${realm}/desk/chats/${chatId}/export?${query}`;
  const { blob, name } = await downloader(http)(path, { 'Accept-Language': language });
  return { name: name ?? `chat-${chatId}.${format}`, blob };
}
