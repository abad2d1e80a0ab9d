import { useCallback, useSyncExternalStore } from 'react';

import { currentOutbox, typists, type PendingMessage } from './live.ts';

const NONE: readonly PendingMessage[] = [];
const NOBODY: readonly number[] = [];
const never = (): void => undefined;

/** What the person wrote, in whatever conversation, and is not sent yet. */
export function usePending(): readonly PendingMessage[] {
  const outbox = currentOutbox();
  const subscribe = useCallback(
    (listener: () => void) => outbox?.state.subscribe(listener) ?? never,
    [outbox],
  );
  return useSyncExternalStore(subscribe, () => outbox?.state.get() ?? NONE);
}

/** Who types in a conversation at this moment, but for the caller. */
export function useTypists(conversationId: string): readonly number[] {
  const state = useSyncExternalStore(typists.state.subscribe, typists.state.get);
  return state.get(conversationId) ?? NOBODY;
}
