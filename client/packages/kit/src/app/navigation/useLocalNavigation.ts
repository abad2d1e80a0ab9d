import { useCallback, useState } from 'react';

import type { ChatNavigation } from './ChatNavigation.tsx';

interface Place {
  readonly chatId: number | null;
  readonly messageId: number | null;
}

/** Navigation without addresses, for an application that keeps the open chat in its state. */
export function useLocalNavigation(initialChatId: number | null = null): ChatNavigation {
  const [place, setPlace] = useState<Place>({ chatId: initialChatId, messageId: null });
  const open = useCallback((chatId: number | null, messageId: number | null = null) => {
    setPlace({ chatId, messageId });
  }, []);
  return { ...place, href: noAddress, open };
}

const noAddress = () => undefined;
