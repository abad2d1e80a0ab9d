import { useClient } from '@vestnik/sdk/react';
import { useEffect, useRef, useState } from 'react';

import { draftName, draftsOf, onSaveDrafts } from './localDrafts.ts';

const PAUSE_MS = 400;

/** The composer's text, which outlives the page. Remount it for another chat. */
export function useDraftText(chatId: number): [text: string, setText: (text: string) => void] {
  const drafts = draftsOf(useClient());
  const name = draftName(chatId);
  const [text, setText] = useState(() => drafts.of(name)?.text ?? '');
  /** What is not in storage yet; null when all of it is. */
  const unsaved = useRef<string | null>(null);

  useEffect(() => {
    if ((drafts.of(name)?.text ?? '') === text) {
      unsaved.current = null;
      return;
    }
    unsaved.current = text;
    const save = () => {
      unsaved.current = null;
      drafts.keep(name, { text });
    };
    // An emptied field forgets its draft at once: it was sent, and must not come back.
    const timer = setTimeout(save, text === '' ? 0 : PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [drafts, name, text]);

  useEffect(() => {
    const flush = () => {
      // Only what is newer than the storage: signing out empties it while this is still on screen.
      if (unsaved.current !== null) drafts.keep(name, { text: unsaved.current });
      unsaved.current = null;
    };
    const stop = onSaveDrafts(flush);
    return () => {
      stop();
      flush();
    };
  }, [drafts, name]);

  return [text, setText];
}
