import { countLocalDrafts, deleteLocalDrafts } from '@vestnik/kit/app';

import { getCurrentUserId } from '../model/services/auth.ts';

/** How many conversations have text in this browser that was typed and not sent. */
export function countDrafts(): number {
  return countLocalDrafts('campus', getCurrentUserId() ?? 0);
}

/** Deletes them all. For hosts to call before they delete the user's token. */
export function forgetDrafts(): void {
  deleteLocalDrafts('campus', getCurrentUserId() ?? 0);
}
