import { afterLayers } from '@vestnik/ui/layers';
import { createContext, useContext, useLayoutEffect, useMemo, useRef, type ReactNode } from 'react';

/** Where the application is, and how it goes elsewhere: by its router, or by state. */
export interface ChatNavigation {
  /** The open chat; null while only the list is shown. */
  readonly chatId: number | null;
  /** The message that is scrolled to in the open chat. */
  readonly messageId: number | null;
  /**
   * The address of a chat, of a message in it, or of the list (`chatId` null). Undefined in an
   * application without addresses: links are buttons then, and messages have no link to copy.
   */
  readonly href: (chatId: number | null, messageId?: number | null) => string | undefined;
  /**
   * Opens a chat at a message or at its end, or the list (`chatId` null). For the chat that is open
   * already, an application with a history replaces its entry.
   */
  readonly open: (chatId: number | null, messageId?: number | null) => void;
}

const NavigationContext = createContext<ChatNavigation | null>(null);

interface ChatNavigationProviderProps {
  /** Its functions may be other ones in each render. */
  value: ChatNavigation;
  children: ReactNode;
}

/** Supplies the navigation of the application to the parts of a chat. */
export function ChatNavigationProvider({ value, children }: ChatNavigationProviderProps) {
  const { chatId, messageId } = value;
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  const href = value.href;
  // The same function for ever: messages are rendered again for other actions.
  const open = useMemo<ChatNavigation['open']>(
    () =>
      (...target) => {
        // A search or a dialog that closes as its result opens is no step of the history.
        afterLayers(() => {
          latest.current.open(...target);
        });
      },
    [],
  );
  const stable = useMemo(
    () => ({ chatId, messageId, href, open }),
    [chatId, messageId, href, open],
  );
  // React 18 and Preact have no other form of a provider.
  return <NavigationContext.Provider value={stable}>{children}</NavigationContext.Provider>;
}

export function useChatNavigation(): ChatNavigation {
  const navigation = useContext(NavigationContext);
  if (navigation === null) throw new Error('outside <ChatNavigationProvider>');
  return navigation;
}

/** The navigation that a part outside of `ChatsPage` was given; null without a provider. */
export function useOptionalChatNavigation(): ChatNavigation | null {
  return useContext(NavigationContext);
}
