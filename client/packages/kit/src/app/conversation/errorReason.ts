/** Why something was refused, as a key of this feature's words. */
import { ApiError, type VestnikError } from '@vestnik/sdk';

import type { strings } from './strings.ts';

export type ErrorReason = keyof (typeof strings)['ru']['reasons'];

export function toErrorReason(error: VestnikError): ErrorReason {
  if (!(error instanceof ApiError)) return 'network';
  switch (error.code) {
    case 'rate_limited':
      return 'rateLimited';
    case 'not_a_participant':
    case 'read_only_role':
    case 'chat_not_found':
      return 'forbidden';
    case 'not_the_author':
      return 'notTheAuthor';
    case 'message_not_found':
      return 'gone';
    case 'invalid_content':
    case 'body_too_large':
      return 'invalid';
    default:
      return error.status === 401 ? 'signedOut' : 'server';
  }
}

/** Whether there is no such chat for this person. */
export function isChatInaccessible(error: VestnikError): boolean {
  return error instanceof ApiError && (error.status === 403 || error.status === 404);
}
