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
  /** A resumable upload that was started. */
  readonly uploadUrl?: string | null;
  /** Keeps the address, so that an upload can go on after a reload of the page. */
  readonly onUploadUrl?: (url: string) => void;
  /** The part that is uploaded, 0 to 1. */
  readonly onProgress?: (part: number) => void;
}
