import type { VestnikError } from '../../http/errors.ts';
import type { Member } from '../../model.ts';

/** The members of a chat, or those whom a search finds, as far as they are loaded. */
export interface MembersState {
  /** The owner, then the admins, then the others, each by when they joined. */
  readonly members: Member[];
  /** For the page after the last that is loaded; null if there is none. */
  readonly nextCursor: string | null;
  /** The last of the last page, as it was: the next page begins behind that place. */
  readonly end: Member | null;
  readonly isLoaded: boolean;
  readonly isFetchingMore: boolean;
  readonly error: VestnikError | null;
}

export const NO_MEMBERS: MembersState = {
  members: [],
  nextCursor: null,
  end: null,
  isLoaded: false,
  isFetchingMore: false,
  error: null,
};
