import { useEffect, useRef, useState } from 'react';

import { onSaveDrafts, readDraft, writeDraft } from './localDrafts.ts';

const PAUSE_MS = 400;

/** The composer's text, which outlives the page. Remount it for another `key`. */
export function useDraftText(key: string): [text: string, setText: (text: string) => void] {
  const [text, setText] = useState(() => readDraft(key));
  /** What is not in storage yet; null when all of it is. */
  const unsaved = useRef<string | null>(null);

  useEffect(() => {
    if (readDraft(key) === text) {
      unsaved.current = null;
      return;
    }
    unsaved.current = text;
    const save = () => {
      unsaved.current = null;
      writeDraft(key, text);
    };
    // An emptied field forgets its draft at once: it was sent, and must not come back.
    const timer = setTimeout(save, text === '' ? 0 : PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [key, text]);

  useEffect(() => {
    const flush = () => {
      // Only what is newer than the storage: signing out empties it while this is still on screen.
      if (unsaved.current !== null) writeDraft(key, unsaved.current);
      unsaved.current = null;
    };
    const stop = onSaveDrafts(flush);
    return () => {
      stop();
      flush();
    };
  }, [key]);

  return [text, setText];
}
