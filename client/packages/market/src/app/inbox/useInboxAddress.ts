import { followAddress, leaveTo, pushAddress, replaceAddress } from '@vestnik/ui/address';
import { useCallback, useEffect, useState } from 'react';

import { readAddress, withAddress, type ChatAddress } from '../../address.ts';

interface InboxAddress {
  /** The open chat, and the message that was jumped to. */
  readonly address: ChatAddress | null;
  readonly open: (chatId: number, messageId?: number | null) => void;
  readonly close: () => void;
}

/**
 * The open chat of the inbox stands in the page's address: a reload keeps it, and Back closes it. It is
 * shown also where the browser refuses to change the address.
 */
export function useInboxAddress(): InboxAddress {
  const [address, setAddress] = useState(readAddress);
  useEffect(
    () =>
      followAddress(() => {
        setAddress(readAddress());
      }),
    [],
  );
  const open = useCallback((chatId: number, messageId: number | null = null) => {
    const opened = { chatId, messageId };
    const href = withAddress(opened);
    if (readAddress() === null) pushAddress(href, { isOver: true });
    else replaceAddress(href);
    setAddress(opened);
  }, []);
  const close = useCallback(() => {
    leaveTo(withAddress(null));
    setAddress(null);
  }, []);
  return { address, open, close };
}
