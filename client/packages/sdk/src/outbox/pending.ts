import { ApiError, InternalError, StorageError, type VestnikError } from '../http/errors.ts';
import type { NewOutboxEntry } from './outboxEntry.ts';

/** A message that is not sent yet, as its author sees it. */
export type Pending<Draft extends object> = Draft & {
  readonly clientId: string;
  readonly createdAt: string;
  /** `failed`: it was refused, or cannot be stored or read; it waits for `retry` or `discard`. */
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

function refusalOf({ refusal }: NewOutboxEntry<object>): VestnikError | null {
  if (refusal === null) return null;
  if (!('kind' in refusal)) return new ApiError({ ...refusal, type: 'about:blank', title: '' });
  const { kind, detail } = refusal;
  return kind === 'storage' ? new StorageError(detail) : new InternalError(detail);
}
