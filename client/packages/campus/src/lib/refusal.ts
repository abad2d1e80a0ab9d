import { ApiError } from '@vestnik/sdk';

import type { SocketFailure } from './chatSocket.ts';

/** What an error of REST means for a socket. */
export function refusalOf(error: unknown): SocketFailure {
  if (!(error instanceof ApiError)) return 'unreachable';
  if (error.status === 401) return 'signed-out';
  return error.status === 403 || error.status === 404 ? 'removed' : 'unreachable';
}

/** The server was not reached, or not able to answer: asking again may help. */
export function isUnreachable(error: unknown): boolean {
  return error !== null && refusalOf(error) === 'unreachable';
}

/** The message was deleted meanwhile: there is nothing left to change. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'message_not_found';
}
