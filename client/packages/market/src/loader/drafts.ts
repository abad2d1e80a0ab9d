import { storedDrafts } from '@vestnik/sdk';

/** What the application stores, as `@vestnik/kit` names it. */
const drafts = storedDrafts('vestnik:drafts:market');

/** The number of chats, as a buyer and as a seller, that have an unsent text. */
export function countDrafts(): number {
  saveTyped();
  return drafts.count;
}

export function forgetDrafts(): void {
  // Otherwise it would be stored afterwards.
  saveTyped();
  drafts.forget();
}

/** The kit stores what is being typed. */
function saveTyped(): void {
  dispatchEvent(new Event('vestnik:save-drafts'));
}
