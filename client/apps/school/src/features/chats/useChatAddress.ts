import type { ChatNavigation } from '@vestnik/kit/app';
import { useMemo } from 'react';
import { useLocation, useRouter, useSearchParams } from 'wouter';

import { paths } from '../../app/routes.ts';

/** The search in the list stays while the user goes from chat to chat. */
const KEPT = 'q';

/** The open chat and message, from the address of the page. */
export function useChatAddress(chatId: number | null): ChatNavigation {
  const { base } = useRouter();
  const [, navigate] = useLocation();
  const [params, setParams] = useSearchParams();
  const kept = params.get(KEPT);
  const message = params.get('message') ?? '';
  return useMemo(() => {
    const pathOf = (id: number | null, messageId: number | null) => {
      const search = new URLSearchParams();
      if (messageId !== null) search.set('message', String(messageId));
      else if (kept !== null) search.set(KEPT, kept);
      const path = id === null ? paths.chats : `${paths.chats}/${id}`;
      return search.size === 0 ? path : `${path}?${search}`;
    };
    return {
      chatId,
      messageId: /^[1-9]\d{0,15}$/.test(message) ? Number(message) : null,
      href: (id, messageId = null) => base + pathOf(id, messageId),
      open: (id, messageId = null) => {
        if (id === null || id !== chatId) {
          navigate(pathOf(id, messageId));
          return;
        }
        setParams((before) => withMessage(before, messageId), { replace: true });
      },
    };
  }, [base, chatId, kept, message, navigate, setParams]);
}

function withMessage(before: URLSearchParams, messageId: number | null): URLSearchParams {
  const after = new URLSearchParams(before);
  if (messageId === null) after.delete('message');
  else after.set('message', String(messageId));
  return after;
}
