import type { ConnectionStatus } from '../index.ts';
import { useChatClient } from './context.ts';
import { useStore } from './useStore.ts';

/** Whether events arrive. */
export function useConnection(): ConnectionStatus {
  return useStore<ConnectionStatus>(useChatClient()?.connection, 'connecting');
}
