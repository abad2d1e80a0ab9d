import { randomUuid } from '../outbox/randomUuid.ts';
import { readStorage, writeStorage } from './storage.ts';

const KEY = 'vestnik:device';

/** What {@link deviceId} is without storage: the same until the page is left. */
let ofPage: string | null = null;

/** What this browser calls itself: the same at each start, unless it forgets what pages store. */
export function deviceId(): string {
  const stored = readStorage(KEY);
  if (stored !== null) return stored;
  ofPage ??= randomUuid();
  writeStorage(KEY, ofPage);
  return ofPage;
}
