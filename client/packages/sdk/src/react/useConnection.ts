import type { ConnectionStatus } from '../index.ts';
import { useAccount } from './context.ts';
import { useStore } from './useStore.ts';

/** Whether events arrive. */
export function useConnection(): ConnectionStatus {
  return useStore<ConnectionStatus>(useAccount()?.connection, 'connecting');
}
