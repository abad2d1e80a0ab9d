import { useCallback, useMemo, useState } from 'react';

import { useClient } from './context.ts';
import { useMutationResult, type MutationResult } from './useMutationResult.ts';

/** `mutateAsync` uploads a file, and resolves to the id of its attachment. */
export interface UseUpload extends MutationResult<File, number> {
  /** The part that is uploaded, 0 to 1. */
  readonly progress: number;
}

/** Uploads outside of messages, such as pictures: files of messages are uploaded by `useSend`. */
export function useUpload(): UseUpload {
  const { uploader } = useClient();
  const [progress, setProgress] = useState(0);
  const upload = useCallback(
    (file: File) => {
      setProgress(0);
      const request = { blob: file, name: file.name, isVoice: false, waveform: null };
      return uploader.upload(request, { onProgress: setProgress });
    },
    [uploader],
  );
  const mutation = useMutationResult(upload);
  return useMemo(() => ({ ...mutation, progress }), [mutation, progress]);
}
