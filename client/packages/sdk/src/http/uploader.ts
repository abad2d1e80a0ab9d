import type { Attachment } from '../model.ts';
import { errorFromResponse, isUnauthorized, NetworkError, toVestnikError } from './errors.ts';
import { authorization, type TokenSource } from './request.ts';

export interface FileToUpload {
  readonly blob: Blob;
  readonly name: string;
  readonly isVoice: boolean;
  readonly waveform: readonly number[] | null;
}

export interface UploadOptions {
  readonly signal?: AbortSignal;
  /** By tus, even if the file is small enough for one request. */
  readonly isResumable?: boolean;
  /** A resumable upload that has begun. */
  readonly uploadUrl?: string | null;
  readonly onUploadUrl?: (url: string) => void;
  /** The part that is uploaded, 0 to 1. */
  readonly onProgress?: (part: number) => void;
}

export interface UploaderOptions {
  readonly baseUrl: string;
  readonly realm: string;
  readonly auth: TokenSource | null;
  /** Renews the token or the cookie after a 401. */
  readonly renew: () => Promise<boolean>;
  readonly fetch: typeof fetch;
}

/** What `POST /attachments` accepts; larger files are uploaded by tus. */
const MAX_SINGLE_REQUEST_BYTES = 25 * 1024 * 1024;

/** Uploads files: in one request, or larger ones and those that were interrupted by tus. */
export class Uploader {
  readonly #options: UploaderOptions;

  constructor(options: UploaderOptions) {
    this.#options = options;
  }

  /** The id of the attachment. Rejects with a `VestnikError`. */
  async upload(file: FileToUpload, options: UploadOptions = {}): Promise<number> {
    const isResumable = (options.isResumable ?? false) || file.blob.size > MAX_SINGLE_REQUEST_BYTES;
    const attempt = async (): Promise<number> =>
      isResumable
        ? this.#uploadResumably(file, options)
        : (await this.#uploadAtOnce(file, options)).id;
    try {
      return await attempt();
    } catch (error) {
      if (!isUnauthorized(error) || !(await this.#options.renew())) throw error;
      return attempt();
    }
  }

  async #uploadResumably(file: FileToUpload, options: UploadOptions): Promise<number> {
    // Most files need no second attempt, so this code is loaded when it is needed.
    const { uploadByTus } = await import('./tusUpload.ts');
    const { baseUrl, realm, auth } = this.#options;
    const endpoint = `${baseUrl}/v1/${realm}/uploads`;
    return uploadByTus(file, { ...options, endpoint, headers: await authorization(auth) });
  }

  async #uploadAtOnce(file: FileToUpload, options: UploadOptions): Promise<Attachment> {
    const { baseUrl, realm, auth, fetch } = this.#options;
    const url = `${baseUrl}/v1/${realm}/attachments${file.isVoice ? '?kind=voice' : ''}`;
    const headers = await authorization(auth);
    const body = new FormData();
    if (file.waveform !== null) body.append('waveform', JSON.stringify(file.waveform));
    body.append('file', file.blob, file.name);
    const response =
      typeof XMLHttpRequest === 'undefined'
        ? await postByFetch(fetch, url, { headers, body, ...options })
        : await postByXhr(url, { headers, body, ...options });
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok) throw errorFromResponse(response, answer);
    // The server's document describes the answer.
    return answer as Attachment;
  }
}

interface PostOptions extends Pick<UploadOptions, 'signal' | 'onProgress'> {
  readonly headers: Record<string, string>;
  readonly body: FormData;
}

async function postByFetch(
  fetch: typeof globalThis.fetch,
  url: string,
  { headers, body, signal, onProgress }: PostOptions,
): Promise<Response> {
  try {
    const init = { method: 'POST', credentials: 'include', headers, body } as const;
    const response = await fetch(url, { ...init, ...(signal !== undefined && { signal }) });
    onProgress?.(1);
    return response;
  } catch (error) {
    throw toVestnikError(error);
  }
}

/** Browsers report the progress of an upload for XMLHttpRequest only. */
async function postByXhr(
  url: string,
  { headers, body, signal, onProgress }: PostOptions,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open('POST', url);
    xhr.withCredentials = true;
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = ({ loaded, total }) => onProgress?.(total === 0 ? 0 : loaded / total);
    xhr.onload = () => {
      const retryAfter = xhr.getResponseHeader('Retry-After');
      const init = {
        status: xhr.status,
        headers: retryAfter === null ? {} : { 'Retry-After': retryAfter },
      };
      resolve(new Response(xhr.responseText, init));
    };
    xhr.onerror = () => {
      reject(new NetworkError('the server cannot be reached'));
    };
    xhr.onabort = () => {
      reject(new NetworkError('the upload was cancelled'));
    };
    signal?.addEventListener('abort', () => {
      xhr.abort();
    });
    xhr.send(body);
  });
}
