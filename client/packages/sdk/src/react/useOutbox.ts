import type { PendingMessage } from '../index.ts';
import { useAccount } from './context.ts';
import { useStore } from './useStore.ts';

const NOTHING: readonly PendingMessage[] = [];

/** Everything the caller wrote, in whatever chat, that is not sent yet. */
export function useOutbox(): readonly PendingMessage[] {
  return useStore(useAccount()?.outbox.state, NOTHING);
}
