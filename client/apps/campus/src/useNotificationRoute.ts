import { getConversationId, useNotificationClicks } from '@vestnik/campus';
import { toVestnikError } from '@vestnik/sdk';
import { useEffect } from 'react';

import { openPath, replaceRoute } from './route.ts';

/** Opens the conversation of a clicked notification once a user is signed in. */
export function useNotificationRoute(chatId: number | null, isSignedIn: boolean): void {
  useNotificationClicks(openPath);
  useEffect(() => {
    if (chatId === null || !isSignedIn) return;
    let isCurrent = true;
    getConversationId(chatId).then(
      (conversationId) => {
        if (isCurrent) replaceRoute(conversationId);
      },
      (error: unknown) => {
        // Without a connection a reload repeats it.
        if (isCurrent && !toVestnikError(error).isTemporary) replaceRoute(null);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [chatId, isSignedIn]);
}
