import { ApiError } from '@vestnik/sdk';
import { useSend } from '@vestnik/sdk/react';
import { Suspense } from 'react';

import { lazyPart } from '../../../lazyPart.ts';

const SendingDelayNote = lazyPart(() => import('./SendingDelayNote.tsx'));

/** Why the server does not take the messages yet that wait to be sent. */
export function SendingDelay({ chatId }: { chatId: number }) {
  const { error, isPending } = useSend(chatId);
  // Without a connection they wait as well, and each says so.
  if (!isPending || !(error instanceof ApiError)) return null;
  return (
    <Suspense>
      <SendingDelayNote error={error} />
    </Suspense>
  );
}
