import type { Member, MemberRole, Page, User } from '../../model.ts';
import { chatOf, type ServerEvent } from '../../realtime/events.ts';
import { NO_MEMBERS, type MembersState } from './membersState.ts';
import { withUserOf } from './memberUser.ts';
import { withReadMark } from './readMark.ts';

export interface MembersContext {
  readonly chatId: number;
  /** What the members were searched for; empty: nothing. */
  readonly q: string;
}

/**
 * How an event changes the members that are loaded; null if only the server knows. Applying it twice changes
 * nothing more.
 */
export function applyToMembers(
  state: MembersState,
  event: ServerEvent,
  { chatId, q }: MembersContext,
): MembersState | null {
  // Only the server knows whom another name lets a search find.
  if (event.name === 'user') return q === '' ? withUser(state, event.data.user) : null;
  if (chatOf(event) !== chatId) return state;
  switch (event.name) {
    case 'member': {
      const { member } = event.data;
      const isListed = state.members.some(({ user }) => user.id === member.user.id);
      return q === '' || isListed ? withMember(state, member) : null;
    }
    case 'member_removed':
      return withoutMember(state, event.data.user_id);
    case 'read':
      return withRead(state, event.data.user_id, event.data.last_read_id);
    case 'message': {
      const { message, marks_read } = event.data;
      return marks_read === true ? withRead(state, message.author_id, message.id) : state;
    }
    default:
      return state;
  }
}

/** The list as it was just read from its beginning. */
export function membersFromPage(page: Page<Member>): MembersState {
  return withMembersPage({ ...NO_MEMBERS, isLoaded: true }, page);
}

/** The list with its next page, which is newer than what events have put behind it. */
export function withMembersPage(state: MembersState, page: Page<Member>): MembersState {
  const added = new Set(page.items.map(({ user }) => user.id));
  const known = state.members.filter(({ user }) => !added.has(user.id));
  return {
    ...state,
    members: [...known, ...page.items],
    nextCursor: page.nextCursor,
    end: page.items.at(-1) ?? state.end,
    isFetchingMore: false,
    error: null,
  };
}

/** With a member, new or changed, where the order puts them; behind the last page they come with another. */
function withMember(state: MembersState, member: Member): MembersState {
  const { members, nextCursor, end } = withoutMember(state, member.user.id);
  const isBeyond = nextCursor !== null && end !== null && compare(member, end) > 0;
  if (isBeyond) return { ...state, members };
  const before = members.findIndex((other) => compare(member, other) < 0);
  return { ...state, members: members.toSpliced(before < 0 ? members.length : before, 0, member) };
}

function withoutMember(state: MembersState, userId: number): MembersState {
  const members = state.members.filter(({ user }) => user.id !== userId);
  return members.length === state.members.length ? state : { ...state, members };
}

function withUser(state: MembersState, user: User): MembersState {
  const members = withUserOf(state.members, user);
  return members === state.members ? state : { ...state, members };
}

function withRead(state: MembersState, userId: number | null, lastReadId: number): MembersState {
  const members = withReadMark(state.members, userId, lastReadId);
  return members === state.members ? state : { ...state, members };
}

const RANKS: Readonly<Record<MemberRole, number>> = { owner: 0, admin: 1, member: 2 };

/** The order of the server. */
function compare(a: Member, b: Member): number {
  return (
    RANKS[a.role] - RANKS[b.role] ||
    Date.parse(a.joined_at) - Date.parse(b.joined_at) ||
    a.user.id - b.user.id
  );
}
