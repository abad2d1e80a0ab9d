import { useRef, useState } from 'react';

export interface UseRequest {
  readonly isPending: boolean;
  /** Why the last one failed; null if it did not. */
  readonly error: unknown;
  /** Runs a request unless one is under way. Resolves with whether it succeeded. */
  readonly run: (request: () => Promise<unknown>) => Promise<boolean>;
  readonly clearError: () => void;
}

/** One request at a time, as a form shows it. */
export function useRequest(): UseRequest {
  const isRunning = useRef(false);
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async (request: () => Promise<unknown>) => {
    if (isRunning.current) return false;
    isRunning.current = true;
    setIsPending(true);
    setError(null);
    try {
      await request();
      return true;
    } catch (reason) {
      setError(reason);
      return false;
    } finally {
      isRunning.current = false;
      setIsPending(false);
    }
  };
  return {
    isPending,
    error,
    run,
    clearError: () => {
      setError(null);
    },
  };
}
