import type { ConnectionStatus } from '../core/index.ts';
import { useAccount } from './context.ts';
import { useStore } from './use-store.ts';

/** Whether events arrive. */
export function useConnection(): ConnectionStatus {
  return useStore<ConnectionStatus>(useAccount()?.connection, 'connecting');
}
