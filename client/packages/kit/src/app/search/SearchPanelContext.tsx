import { deepActiveElement } from '@vestnik/ui/keyboard';
import { createContext, useContext, useMemo, useRef, useState, type ReactNode } from 'react';

export interface SearchPanelControls {
  readonly isOpen: boolean;
  readonly open: () => void;
  /** Gives the focus back to what had it. */
  readonly close: () => void;
  readonly toggle: () => void;
}

const nothing = () => undefined;
const CLOSED: SearchPanelControls = {
  isOpen: false,
  open: nothing,
  close: nothing,
  toggle: nothing,
};
const SearchPanelContext = createContext<SearchPanelControls | null>(null);

/** Whether the search in messages is open: several buttons and a key open it. */
export function SearchPanelProvider({ children }: { children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  const opener = useRef<Element | null>(null);
  const controls = useMemo(() => {
    const open = () => {
      opener.current = deepActiveElement();
      setIsOpen(true);
    };
    const close = () => {
      setIsOpen(false);
      const target = opener.current;
      opener.current = null;
      // After the render: until then what it covered takes no focus.
      requestAnimationFrame(() => {
        if (target instanceof HTMLElement && target.isConnected) target.focus();
      });
    };
    return { isOpen, open, close, toggle: isOpen ? close : open };
  }, [isOpen]);
  return <SearchPanelContext.Provider value={controls}>{children}</SearchPanelContext.Provider>;
}

export function useSearchPanel(): SearchPanelControls {
  return useContext(SearchPanelContext) ?? CLOSED;
}

export function useHasSearchPanel(): boolean {
  return useContext(SearchPanelContext) !== null;
}
