import type { Chat, User } from '@vestnik/sdk';
import { createContext, useContext, type ReactNode } from 'react';

/** What an application knows of its people and listings, and the server does not. */
export interface ChatNames {
  /** What a member of a chat is called; undefined: by the name that the server has. */
  readonly member?: (user: User, chat: Chat) => string | undefined;
  /** What the listing of a chat is called; undefined: by its title on the server or its number. */
  readonly listing?: (chat: Chat) => string | undefined;
}

const NONE: ChatNames = {};
const NamesContext = createContext(NONE);

interface ChatNamesProviderProps {
  /** Keep it the same object: chats are named anew for another. */
  value: ChatNames;
  children: ReactNode;
}

/** Gives the names of the application to all parts of a chat below it. */
export function ChatNamesProvider({ value, children }: ChatNamesProviderProps) {
  return <NamesContext.Provider value={value}>{children}</NamesContext.Provider>;
}

export function useChatNames(): ChatNames {
  return useContext(NamesContext);
}
