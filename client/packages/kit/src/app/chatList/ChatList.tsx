import type { Account } from '@vestnik/sdk';
import { useSession } from '@vestnik/sdk/react';
import { useState } from 'react';

import { useChatPolicy } from '../policy/index.ts';
import { AllChats } from './AllChats.tsx';
import { OwnChats } from './OwnChats.tsx';
import { useChatListState, type ChatListSlots } from './useChatListState.ts';

export interface ChatListProps extends ChatListSlots {
  /** The text of the search field, where the application keeps it: in its address, say. */
  query?: string;
  onQuery?: (query: string) => void;
}

/** The column of chats: the user's own, or for an admin of some realms all there are. */
export function ChatList(props: ChatListProps) {
  const { user } = useSession();
  return user === null ? null : <UserChats {...props} user={user} />;
}

function UserChats({ user, query, onQuery, ...slots }: ChatListProps & { user: Account }) {
  const [ownQuery, setOwnQuery] = useState('');
  const search = { query: query ?? ownQuery, onQuery: onQuery ?? setOwnQuery };
  const state = useChatListState(user, search, slots);
  const { readsAllChats } = useChatPolicy();
  return readsAllChats(user.role) ? <AllChats state={state} /> : <OwnChats state={state} />;
}
