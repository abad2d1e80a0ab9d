import { useState } from 'react';

interface Asked {
  readonly data: unknown;
  readonly error: unknown;
  readonly failureReason: unknown;
}

/**
 * Why something is not here yet: from the first attempt that failed until one succeeds, so that
 * further attempts change nothing of what is shown.
 */
export function useTrouble({ data, error, failureReason }: Asked): unknown {
  const [last, setLast] = useState<unknown>(null);
  const now = data === undefined ? (error ?? failureReason ?? last) : null;
  if (now !== last) setLast(now);
  return now;
}
