import { isUnauthorized, networkError } from './errors.ts';
import type { FileToUpload, UploadOptions } from './fileToUpload.ts';
import { authorization, type TokenSource } from './request.ts';

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
/** What is sent again after a reload, where the address of an upload is kept. */
const MAX_REPEATED_BYTES = 256 * 1024;

/**
 * Uploads files: in one request, or larger ones and those that were interrupted by tus. What uploads
 * is loaded with the first file.
 */
export class Uploader {
  readonly #options: UploaderOptions;

  constructor(options: UploaderOptions) {
    this.#options = options;
  }

  /** The id of the attachment. Rejects with a `VestnikError`. */
  async upload(file: FileToUpload, options: UploadOptions = {}): Promise<number> {
    const { isResumable: isInterrupted = false, uploadUrl = null, onUploadUrl } = options;
    const longest = onUploadUrl === undefined ? MAX_SINGLE_REQUEST_BYTES : MAX_REPEATED_BYTES;
    const isResumable = isInterrupted || uploadUrl !== null || file.blob.size > longest;
    const attempt = async (): Promise<number> =>
      isResumable ? this.#uploadResumably(file, options) : this.#uploadAtOnce(file, options);
    try {
      return await attempt();
    } catch (error) {
      if (!isUnauthorized(error) || !(await this.#options.renew())) throw error;
      return attempt();
    }
  }

  async #uploadResumably(file: FileToUpload, options: UploadOptions): Promise<number> {
    const { uploadByTus } = await import('./tusUpload.ts').catch(unreachable);
    const { baseUrl, realm, auth } = this.#options;
    const endpoint = `${baseUrl}/v1/${realm}/uploads`;
    return uploadByTus(file, { ...options, endpoint, headers: await authorization(auth) });
  }

  async #uploadAtOnce(file: FileToUpload, options: UploadOptions): Promise<number> {
    const { uploadInOneRequest } = await import('./singleUpload.ts').catch(unreachable);
    const { baseUrl, realm, auth, fetch } = this.#options;
    const url = `${baseUrl}/v1/${realm}/attachments`;
    const headers = await authorization(auth);
    return uploadInOneRequest(file, { ...options, url, headers, fetch });
  }
}

/** The code of an upload could not be loaded. */
function unreachable(error: unknown): never {
  throw networkError(error);
}
