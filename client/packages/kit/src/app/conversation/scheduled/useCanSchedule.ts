import { ApiError } from '@vestnik/sdk';
import { useScheduled } from '@vestnik/sdk/react';

import { useChatPolicy } from '../../policy/index.ts';

/** Whether messages can be scheduled: the application offers it, and the server knows of it. */
export function useCanSchedule(chatId: number): boolean {
  const { scheduled: isOffered = true } = useChatPolicy();
  const { error } = useScheduled(chatId);
  const isUnknown = error instanceof ApiError && (error.status === 404 || error.status === 403);
  return isOffered && !isUnknown;
}
