import { errorFromResponse, networkError } from './errors.ts';
import type { HttpOptions } from './nativeHttp.ts';
import { authorizedFetch } from './request.ts';

/** Milliseconds a download may take: a large file is more than one answer's time. */
const DOWNLOAD_TIMEOUT_MS = 10 * 60 * 1000;

export interface DownloadedFile {
  readonly blob: Blob;
  /** The name that the server gives the file; null if it gives none. */
  readonly name: string | null;
}

/** Downloads files of the server by their paths. They reject with a `VestnikError`. */
export function downloader(
  http: HttpOptions,
): (path: string, headers?: Record<string, string>) => Promise<DownloadedFile> {
  const fetch = authorizedFetch({ ...http, timeout: DOWNLOAD_TIMEOUT_MS });
  return async (path, headers = {}) => {
    try {
      const response = await fetch(
        new Request(http.baseUrl + path, { credentials: 'include', headers }),
      );
      if (!response.ok) throw errorFromResponse(response, await response.json().catch(() => null));
      return { blob: await response.blob(), name: nameOf(response) };
    } catch (error) {
      throw networkError(error);
    }
  };
}

function nameOf(response: Response): string | null {
  const disposition = response.headers.get('Content-Disposition') ?? '';
  return /filename="([^"/\\]+)"/.exec(disposition)?.[1] ?? null;
}
