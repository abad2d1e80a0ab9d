const turns = new Map<string, Promise<unknown>>();

/** Does one thing of a name at a time in all tabs; without Web Locks, in this one. */
export async function exclusively<Result>(
  name: string,
  act: () => Promise<Result>,
): Promise<Result> {
  if (typeof navigator !== 'undefined' && 'locks' in navigator) {
    return navigator.locks.request(name, act);
  }
  const before = turns.get(name) ?? Promise.resolve();
  const mine = before.then(act, act);
  turns.set(name, mine);
  return mine;
}
