import { deepActiveElement } from '@vestnik/ui/keyboard';
import { createContext, useContext, useMemo, useRef, useState, type ReactNode } from 'react';

export interface SearchPanelControls {
  readonly isOpen: boolean;
  /** It was opened for the chat that is open, and not for all of them. */
  readonly isInChat: boolean;
  readonly open: () => void;
  /** Gives the focus back to what had it. */
  readonly close: () => void;
  /** Opens it for the chat that is open. */
  readonly toggleInChat: () => void;
}

const nothing = () => undefined;
const CLOSED: SearchPanelControls = {
  isOpen: false,
  isInChat: false,
  open: nothing,
  close: nothing,
  toggleInChat: nothing,
};
const SearchPanelContext = createContext<SearchPanelControls | null>(null);

/** Whether the search in messages is open: several buttons and a key open it. */
export function SearchPanelProvider({ children }: { children: ReactNode }) {
  const [scope, setScope] = useState<'all' | 'chat' | null>(null);
  const opener = useRef<Element | null>(null);
  const controls = useMemo(() => {
    const openIn = (wanted: 'all' | 'chat') => {
      opener.current = deepActiveElement();
      setScope(wanted);
    };
    const close = () => {
      setScope(null);
      const target = opener.current;
      opener.current = null;
      // After the render: until then what it covered takes no focus.
      requestAnimationFrame(() => {
        if (target instanceof HTMLElement && target.isConnected) target.focus();
      });
    };
    return {
      isOpen: scope !== null,
      isInChat: scope === 'chat',
      open: () => {
        openIn('all');
      },
      close,
      toggleInChat: () => {
        if (scope === null) openIn('chat');
        else close();
      },
    };
  }, [scope]);
  return <SearchPanelContext.Provider value={controls}>{children}</SearchPanelContext.Provider>;
}

export function useSearchPanel(): SearchPanelControls {
  return useContext(SearchPanelContext) ?? CLOSED;
}

export function useHasSearchPanel(): boolean {
  return useContext(SearchPanelContext) !== null;
}
