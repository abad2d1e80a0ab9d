import type { ConnectionStatus } from '../index.ts';
import { useChatClient } from './context.ts';
import { useLiveResult, type LiveResult } from './result.ts';
import { useStore } from './useStore.ts';

/** Whether events arrive. */
export function useConnection(): LiveResult<ConnectionStatus> {
  return useLiveResult(useStore<ConnectionStatus>(useChatClient()?.connection, 'connecting'));
}
