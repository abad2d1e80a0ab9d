import type { ChatNavigation } from '@vestnik/kit/app';
import {
  addressWith,
  idParam,
  pushAddress,
  replaceAddress,
  useSearchParams,
} from '@vestnik/ui/address';
import { useMemo } from 'react';

import { paths } from '../../app/routes.ts';
import { useApp } from '../../app/useApp.ts';

/** The search in the list stays while the user goes from chat to chat. */
const KEPT = 'q';
const MESSAGE = 'message';

/** The open chat and message, from the address of the page. */
export function useChatAddress(chatId: number | null): ChatNavigation {
  const { base } = useApp();
  const params = useSearchParams();
  const kept = params.get(KEPT);
  const messageId = idParam(params, MESSAGE);
  return useMemo(() => {
    const pathOf = (id: number | null, target: number | null) => {
      const search = new URLSearchParams();
      if (target !== null) search.set(MESSAGE, String(target));
      else if (kept !== null) search.set(KEPT, kept);
      const path = base + (id === null ? paths.chats : `${paths.chats}/${id}`);
      return search.size === 0 ? path : `${path}?${search}`;
    };
    return {
      chatId,
      messageId,
      href: (id, target = null) => pathOf(id, target),
      open: (id, target = null) => {
        if (id === null || id !== chatId) pushAddress(pathOf(id, target));
        else replaceAddress(addressWith({ [MESSAGE]: target }));
      },
    };
  }, [base, chatId, kept, messageId]);
}
