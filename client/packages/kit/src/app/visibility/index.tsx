import { createContext, useContext, type ReactNode } from 'react';

const ShownContext = createContext(true);

interface ChatShownProviderProps {
  value: boolean;
  children: ReactNode;
}

/**
 * Tells the conversations below it whether the application shows them. What arrives in a hidden one,
 * such as a minimised window, stays unread.
 */
export function ChatShownProvider({ value, children }: ChatShownProviderProps) {
  return <ShownContext.Provider value={value}>{children}</ShownContext.Provider>;
}

export function useIsChatShown(): boolean {
  return useContext(ShownContext);
}
