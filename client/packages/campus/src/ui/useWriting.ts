import { useCallback, useEffect, useState } from 'react';

import { drafts } from '../lib/drafts.ts';
import type { Message } from '../model/types/chat.ts';
import { draftOf, NOTHING_WRITTEN, resumed, type Writing } from './writing.ts';

/** What stands in the composer: at first the conversation's draft, which is kept as it changes. */
export function useWriting(
  conversationId: string,
  messages: readonly Message[],
): [
  writing: Writing,
  setWriting: (change: (before: Writing) => Writing) => void,
  resume: (before: Writing) => Writing,
] {
  const resume = useCallback(
    (before: Writing) => resumed(before, drafts.of(conversationId), messages),
    [conversationId, messages],
  );
  const [writing, setWriting] = useState(() => resume(NOTHING_WRITTEN));
  useEffect(() => {
    const draft = draftOf(writing);
    if (draft !== null) drafts.keep(conversationId, draft);
  }, [conversationId, writing]);
  return [writing, setWriting, resume];
}
