import { errorFromResponse, toVestnikError } from '../http/errors.ts';
import type { HttpOptions } from '../http/nativeHttp.ts';
import { authorizedFetch } from '../http/request.ts';
import type { ExportFormat } from './types.ts';

/** Milliseconds a download may take: a long chat is more than one answer's time. */
const EXPORT_TIMEOUT_MS = 10 * 60 * 1000;

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
  const fetch = authorizedFetch({ ...http, timeout: EXPORT_TIMEOUT_MS });
  const url = `${http.baseUrl}/v1/${realm}/desk/chats/${chatId}/export?format=${format}`;
  const response = await fetch(new Request(url, { credentials: 'include' }));
  try {
    if (!response.ok) throw errorFromResponse(response, await response.json().catch(() => null));
    return { name: fileName(response) ?? `chat-${chatId}.${format}`, blob: await response.blob() };
  } catch (error) {
    throw toVestnikError(error);
  }
}

/** The name that the server gives the file. */
function fileName(response: Response): string | null {
  const disposition = response.headers.get('Content-Disposition') ?? '';
  return /filename="([^"/\\]+)"/.exec(disposition)?.[1] ?? null;
}
