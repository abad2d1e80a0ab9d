import { useMissingTarget, type Jumps } from '@vestnik/kit/headless';
import { ApiError, type VestnikError } from '@vestnik/sdk';
import { useSend } from '@vestnik/sdk/react';
import { useStrings } from '@vestnik/ui/i18n';

import { strings, useErrorText } from '../strings.ts';
import type { Composition } from './useComposition.ts';

/** What is said above the messages. */
export interface Problem {
  readonly text: string | null;
  readonly isQuiet: boolean;
}

/** The most important thing to say above the messages. */
export function useProblem(
  { timeline, targetId }: Jumps,
  chatError: VestnikError | null,
  { isFull, chatId, hasPending }: Composition,
  notice: string | null,
): Problem {
  const t = useStrings(strings);
  const errorText = useErrorText();
  const { error: delay } = useSend(chatId);
  const isTargetMissing = useMissingTarget(timeline, targetId);
  const error = chatError ?? timeline.error;
  // In place of the messages it is said that there is no such chat.
  if (isInaccessible(error)) return { text: null, isQuiet: false };
  if (error instanceof ApiError) return { text: errorText(error), isQuiet: false };
  if (isTargetMissing) return { text: t.messageMissing, isQuiet: false };
  if (isFull) return { text: t.tooMany, isQuiet: false };
  if (delay !== null && hasPending) {
    return { text: errorText(delay), isQuiet: false };
  }
  return { text: notice, isQuiet: true };
}

/** Whether there is no such chat for this user. */
export function isInaccessible(error: VestnikError | null): boolean {
  return error instanceof ApiError && (error.status === 403 || error.status === 404);
}
