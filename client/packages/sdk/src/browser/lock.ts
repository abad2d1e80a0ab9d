import { locked, NoLocks } from './webLock.ts';

const turns = new Map<string, Promise<unknown>>();

/** Does one thing of a name at a time in all tabs; without Web Locks, in this one. */
export async function exclusively<Result>(
  name: string,
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await locked(name, act);
  } catch (error) {
    if (!(error instanceof NoLocks)) throw error;
  }
  const before = turns.get(name) ?? Promise.resolve();
  const mine = before.then(act, act);
  turns.set(name, mine);
  return mine;
}
