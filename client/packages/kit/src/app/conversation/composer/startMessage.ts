import { useClient } from '@vestnik/sdk/react';
import { useCallback } from 'react';

import { draftName, draftsOf } from '../../drafts/index.ts';

export interface MessageStart {
  readonly text: string;
  readonly files: readonly File[];
}

/** Files that wait for the composer of a chat, for each client. */
const waiting = new WeakMap<object, { readonly chatId: number; readonly files: readonly File[] }>();

/**
 * Begins a message in a chat that is not open: the text is added to the draft, and the composer gets
 * the files when the chat opens.
 */
export function useStartMessage(): (chatId: number, start: MessageStart) => void {
  const client = useClient();
  return useCallback(
    (chatId, { text, files }) => {
      const drafts = draftsOf(client);
      const name = draftName(chatId);
      const draft = drafts.of(name);
      if (text !== '') {
        drafts.keep(name, { text: draft === null ? text : `${draft.text}\n${text}` });
      }
      waiting.set(client, { chatId, files });
    },
    [client],
  );
}

/** Hands over the files that wait for a chat, once. */
export function useWaitingFiles(chatId: number): () => readonly File[] {
  const client = useClient();
  return useCallback(() => {
    const start = waiting.get(client);
    if (start?.chatId !== chatId) return [];
    waiting.delete(client);
    return start.files;
  }, [client, chatId]);
}
