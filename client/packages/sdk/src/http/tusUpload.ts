import { DetailedError, Upload } from 'tus-js-client';

import { errorFromResponse, NetworkError, UploadSuspended, type VestnikError } from './errors.ts';
import type { FileToUpload, UploadOptions } from './fileToUpload.ts';

export interface TusUploadOptions extends UploadOptions {
  readonly endpoint: string;
  readonly headers: Record<string, string>;
}

/** Uploads a file by tus 1.0.0, from where an earlier attempt stopped. */
export async function uploadByTus(file: FileToUpload, options: TusUploadOptions): Promise<number> {
  const { endpoint, headers, uploadUrl, signal, onProgress, onUploadUrl } = options;
  return new Promise((resolve, reject) => {
    let attachmentId: number | null = null;
    const upload: Upload = new Upload(file.blob, {
      endpoint,
      headers,
      ...(uploadUrl !== null && uploadUrl !== undefined && { uploadUrl }),
      metadata: metadataOf(file),
      // The outbox repeats failed attempts, and remembers the address.
      retryDelays: [],
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => {
        if (upload.url !== null) onUploadUrl?.(upload.url);
      },
      onProgress: (sent, total) => onProgress?.(total === 0 ? 0 : sent / total),
      onAfterResponse: (_request, response) => {
        const id = response.getHeader('Attachment-Id');
        if (id !== undefined) attachmentId = Number(id);
      },
      onSuccess: () => {
        if (attachmentId === null) reject(new NetworkError('an upload without Attachment-Id'));
        else resolve(attachmentId);
      },
      onError: (error) => {
        reject(errorOf(error));
      },
    });
    signal?.addEventListener('abort', () => {
      // One that was discarded ends at the server too.
      void upload.abort(!(signal.reason instanceof UploadSuspended));
      reject(new NetworkError('the upload was cancelled'));
    });
    upload.start();
  });
}

function metadataOf({ name, isVoice, waveform }: FileToUpload): Record<string, string> {
  return {
    filename: name,
    ...(isVoice && { kind: 'voice' }),
    ...(waveform !== null && { waveform: JSON.stringify(waveform) }),
  };
}

/**
 * 409 and 423: a browser repeats a request whose connection was cut, with the offset that it had,
 * while the server stored a part of it. The next attempt asks for the offset.
 */
const TEMPORARY: ReadonlySet<number> = new Set([0, 409, 423]);

function errorOf(error: Error): VestnikError {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  // A status of 0: there is no answer.
  if (response === null || TEMPORARY.has(response.getStatus())) {
    return new NetworkError('the upload was interrupted', { cause: error });
  }
  const retryAfter = response.getHeader('Retry-After');
  const init = {
    status: response.getStatus(),
    headers: retryAfter === undefined ? {} : { 'Retry-After': retryAfter },
  };
  return errorFromResponse(new Response(null, init), parsed(response.getBody()));
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
