import type { UseChatAt, UseTimeline } from '@vestnik/sdk/desk';
import { errorCode } from '@vestnik/ui/errors';
import { useState } from 'react';

import { deskHref, useDeskAddress } from '../shared/address.ts';

/** Whether the server refused to show a chat because the user, no member of it, has given no reason. */
export function needsReason(error: unknown): boolean {
  return errorCode(error) === 'reason_required';
}

export interface UseReason {
  /** Whether the user is to say why they read the chat. */
  readonly isAsked: boolean;
  /** Asks for the reason of a request that was refused, which `retry` repeats. */
  readonly askBefore: (retry: () => void) => void;
  readonly onGiven: () => void;
  readonly onCancel: () => void;
}

/**
 * When to ask for a reason. Only the server knows whether there is one of this day, so it is when something of the
 * chat is refused: at first, or at midnight.
 */
export function useReason(timeline: UseTimeline, past: UseChatAt): UseReason {
  const { leave } = useDeskAddress();
  const [retry, setRetry] = useState<(() => void) | null>(null);
  const [wasRefused, setWasRefused] = useState(false);
  // The question stays, with what was typed, while a refused request is repeated.
  const isRepeating = wasRefused && (timeline.isPending || past.isPlaceholderData);
  const isRefused = needsReason(timeline.error) || needsReason(past.error) || isRepeating;
  if (isRefused !== wasRefused) setWasRefused(isRefused);
  return {
    isAsked: isRefused || retry !== null,
    askBefore: (repeat) => {
      setRetry(() => repeat);
    },
    onGiven: () => {
      setRetry(null);
      retry?.();
    },
    onCancel: () => {
      leave(deskHref('audit'));
    },
  };
}
