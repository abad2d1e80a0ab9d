/** There are no Web Locks here: an insecure origin, or a browser whose site data is blocked. */
export class NoLocks extends Error {
  override readonly name = 'NoLocks';
}

/**
 * Does one thing of a name at a time in all tabs. Rejects with `NoLocks` before it was begun where
 * the browser has no locks or denies them; with what `act` rejects with; and with the signal's
 * reason where that came first.
 */
export async function locked<Result>(
  name: string,
  act: () => Promise<Result>,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Result> {
  const turn = { isBegun: false };
  const begin = (): Promise<Result> => {
    turn.isBegun = true;
    return act();
  };
  try {
    return await navigator.locks.request(name, options, begin);
  } catch (error) {
    // Chromium has the locks even where it denies each of them, so that only a request tells.
    if (turn.isBegun || options.signal?.aborted === true) throw error;
    throw new NoLocks('no Web Locks', { cause: error });
  }
}
