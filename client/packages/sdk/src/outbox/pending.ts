import { ApiError, type VestnikError } from '../http/errors.ts';
import type { NewOutboxEntry } from './outboxStore.ts';

/** A message that is not sent yet, as its author sees it. */
export type Pending<Draft extends object> = Draft & {
  readonly clientId: string;
  readonly createdAt: string;
  /** `failed`: it was refused, or the browser could not store it; it waits for `retry` or `discard`. */
  readonly state: 'pending' | 'failed';
  readonly error: VestnikError | null;
};

/** A message as it is shown; `error`: why it could not be stored. */
export function pendingMessage<Draft extends object>(
  entry: NewOutboxEntry<Draft>,
  error: VestnikError | null = refusalOf(entry),
): Pending<Draft> {
  return { ...entry, state: error ? 'failed' : 'pending', error };
}

function refusalOf({ refusal }: NewOutboxEntry<object>): ApiError | null {
  return refusal === null ? null : new ApiError({ ...refusal, type: 'about:blank', title: '' });
}
