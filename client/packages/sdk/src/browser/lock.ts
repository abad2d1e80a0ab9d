import { LocksUnavailable, withWebLock } from './webLock.ts';

const queues = new Map<string, Promise<unknown>>();

/** Runs one task per name at a time in all tabs; without Web Locks, in this tab. */
export async function withLock<Result>(name: string, task: () => Promise<Result>): Promise<Result> {
  try {
    return await withWebLock(name, task);
  } catch (error) {
    if (!(error instanceof LocksUnavailable)) throw error;
  }
  const previous = queues.get(name) ?? Promise.resolve();
  const current = previous.then(task, task);
  queues.set(name, current);
  return current;
}
