import { useCallback, useState } from 'react';

import { toVestnikError, type FileToUpload, type VestnikError } from '../index.ts';
import { useClient } from './context.ts';

export interface UseUpload {
  /** Uploads a file that is in no message, such as a picture; its id, or null if it failed. */
  readonly upload: (file: File, options?: Partial<FileToUpload>) => Promise<number | null>;
  readonly isPending: boolean;
  /** The part that is uploaded, 0 to 1. */
  readonly progress: number;
  readonly error: VestnikError | null;
}

/** Uploads outside of messages: files of messages are uploaded by `useSend`. */
export function useUpload(): UseUpload {
  const { uploader } = useClient();
  const [isPending, setIsPending] = useState(false);
  const [progress, setProgress] = useState(0);
  const [error, setError] = useState<VestnikError | null>(null);
  const upload = useCallback(
    async (file: File, options: Partial<FileToUpload> = {}) => {
      setIsPending(true);
      setProgress(0);
      setError(null);
      const request = { blob: file, name: file.name, isVoice: false, waveform: null, ...options };
      try {
        return await uploader.upload(request, { onProgress: setProgress });
      } catch (thrown) {
        setError(toVestnikError(thrown));
        return null;
      } finally {
        setIsPending(false);
      }
    },
    [uploader],
  );
  return { upload, isPending, progress, error };
}
