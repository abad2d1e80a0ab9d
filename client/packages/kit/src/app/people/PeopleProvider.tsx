import type { User } from '@vestnik/sdk';
import { createContext, useContext, type ReactNode } from 'react';

import type { NewChatChoice } from '../../chats/index.ts';

/** What an application with a directory of its own does instead of the server. */
export interface People {
  /** Finds people to write to; absent: the server's search. Keep it the same function. */
  readonly find?: ((query: string) => Promise<readonly Person[]>) | undefined;
  /** Begins a chat and opens it, or rejects; absent: the server's request. */
  readonly beginChat?: ((choice: NewChatChoice) => Promise<void>) | undefined;
}

export type Person = Pick<User, 'id' | 'name'> & {
  /** Distinguishes people of the same name. */
  readonly note?: string | undefined;
};

const NONE: People = {};
const PeopleContext = createContext(NONE);

interface PeopleProviderProps {
  value: People;
  children: ReactNode;
}

export function PeopleProvider({ value, children }: PeopleProviderProps) {
  // React 18 and Preact have no other form of a provider.
  return <PeopleContext.Provider value={value}>{children}</PeopleContext.Provider>;
}

export function usePeople(): People {
  return useContext(PeopleContext);
}
