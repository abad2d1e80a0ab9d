import { useCallback, useEffect, useState } from 'react';

import { readAddress, type ChatAddress } from '../../address.ts';
import { followAddress, leaveAddress, pushAddress, replaceAddress } from '../pageAddress.ts';

interface InboxAddress {
  /** The open chat, and the message that was jumped to. */
  readonly address: ChatAddress | null;
  readonly open: (chatId: number, messageId?: number | null) => void;
  readonly close: () => void;
}

/** The open chat of the inbox stands in the page's address: a reload keeps it, and Back closes it. */
export function useInboxAddress(): InboxAddress {
  const [address, setAddress] = useState(readAddress);
  useEffect(() => followAddress(setAddress), []);
  const open = useCallback((chatId: number, messageId: number | null = null) => {
    const opened = { chatId, messageId };
    if (readAddress() === null) pushAddress(opened);
    else replaceAddress(opened);
    setAddress(opened);
  }, []);
  const close = useCallback(() => {
    leaveAddress();
    setAddress(null);
  }, []);
  return { address, open, close };
}
