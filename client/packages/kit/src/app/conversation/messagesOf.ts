import type { Message } from '@vestnik/sdk';
import type { UseMessages } from '@vestnik/sdk/react';

const NO_MESSAGES: readonly Message[] = [];

/** The loaded messages; none until the first page is there. */
export function messagesOf({ data = NO_MESSAGES }: Pick<UseMessages, 'data'>): readonly Message[] {
  return data;
}
