import type { Attachment } from '../model.ts';
import { errorFromResponse, NetworkError, networkError } from './errors.ts';
import type { FileToUpload, UploadOptions } from './fileToUpload.ts';

export interface SingleUploadOptions extends UploadOptions {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly fetch: typeof fetch;
}

/** Uploads a file of at most 25 MiB; the id of the attachment. */
export async function uploadInOneRequest(
  { blob, name, isVoice, waveform }: FileToUpload,
  { url, fetch, ...options }: SingleUploadOptions,
): Promise<number> {
  const body = new FormData();
  if (waveform !== null) body.append('waveform', JSON.stringify(waveform));
  body.append('file', blob, name);
  const address = isVoice ? `${url}?kind=voice` : url;
  const response =
    typeof XMLHttpRequest === 'undefined'
      ? await postByFetch(fetch, address, { body, ...options })
      : await postByXhr(address, { body, ...options });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw errorFromResponse(response, answer);
  // The server's document describes the answer.
  return (answer as Attachment).id;
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
    throw networkError(error);
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
