/** There are no Web Locks: an insecure origin, or a browser with blocked site data. */
export class LocksUnavailable extends Error {
  override readonly name = 'LocksUnavailable';
}

/**
 * Runs one task per name at a time in all tabs. Rejects with `LocksUnavailable` before the task has
 * started if the browser has no locks or denies them, with the task's error, or with the signal's
 * reason.
 */
export async function withWebLock<Result>(
  name: string,
  task: () => Promise<Result>,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Result> {
  const progress = { hasStarted: false };
  const start = (): Promise<Result> => {
    progress.hasStarted = true;
    return task();
  };
  try {
    return await navigator.locks.request(name, options, start);
  } catch (error) {
    // Chromium has `navigator.locks` even if it denies each request, so only a request shows it.
    if (progress.hasStarted || options.signal?.aborted === true) throw error;
    throw new LocksUnavailable('no Web Locks', { cause: error });
  }
}
