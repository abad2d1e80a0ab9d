import { Drafts } from '@vestnik/sdk';

import { getCurrentUserId } from '../model/services/auth.ts';

/** What the current person has begun to write, by conversation. */
export const drafts = new Drafts('vestnik-campus.drafts', () => {
  const userId = getCurrentUserId();
  return userId === null ? null : String(userId);
});

/** How many conversations have text that was typed and not sent. */
export function countDrafts(): number {
  return drafts.count;
}

/** Deletes them all. For hosts to call when the person signs out. */
export function forgetDrafts(): void {
  drafts.forget();
}
