/** Why something was refused, as a key of this feature's words. */
import { ApiError, type VestnikError } from '@vestnik/sdk';

import type { strings } from './strings.ts';

export type ErrorReason = keyof (typeof strings)['ru']['reasons'];

/** The reasons of codes that requests of a conversation are answered with. */
const REASONS: Readonly<Record<string, ErrorReason>> = {
  rate_limited: 'rateLimited',
  not_a_participant: 'forbidden',
  read_only_role: 'forbidden',
  chat_not_found: 'forbidden',
  not_the_author: 'notTheAuthor',
  message_not_found: 'gone',
  invalid_content: 'invalid',
  body_too_large: 'invalid',
  blocked: 'blocked',
  banned: 'banned',
  spam: 'spam',
  quota_reached: 'quota',
  file_type_refused: 'fileType',
  not_audio: 'fileType',
  picture_refused: 'picture',
  attachment_not_found: 'fileGone',
  upload_not_found: 'fileGone',
  reply_not_found: 'replyGone',
  too_many_pins: 'pins',
  too_many_reactions: 'reactions',
  unavailable: 'unavailable',
};

/** Of errors that are no answer of the server. */
const KINDS = {
  api: 'server',
  network: 'network',
  storage: 'storage',
  internal: 'internal',
} as const;

export function toErrorReason(error: VestnikError): ErrorReason {
  if (!(error instanceof ApiError)) return KINDS[error.kind];
  return REASONS[error.code] ?? (error.status === 401 ? 'signedOut' : 'server');
}

/** Whether there is no such chat for this person. */
export function isChatInaccessible(error: VestnikError): boolean {
  return error instanceof ApiError && (error.status === 403 || error.status === 404);
}
