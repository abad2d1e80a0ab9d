import { useCallback, useState } from 'react';

import type { ChatNavigation } from './ChatNavigation.tsx';

interface Route {
  readonly chatId: number | null;
  readonly messageId: number | null;
}

/** Navigation without addresses, for an application that keeps the open chat in its state. */
export function useLocalNavigation(initialChatId: number | null = null): ChatNavigation {
  const [route, setRoute] = useState<Route>({ chatId: initialChatId, messageId: null });
  const open = useCallback((chatId: number | null, messageId: number | null = null) => {
    setRoute({ chatId, messageId });
  }, []);
  return { ...route, href: noAddress, open };
}

const noAddress = () => undefined;
