/**
 * A client of a Vestnik server without a user interface: requests, one live stream for all tabs
 * of a browser, what a person sees kept up to date by it, and an outbox that outlives the page.
 */
export { Account, type TimelineQuery } from './account.ts';
export { Api, type HistoryQuery, type PageQuery } from './api.ts';
export { Backoff, type BackoffOptions } from './backoff.ts';
export { subjectOf } from './claims.ts';
export { VestnikClient, type ClientOptions } from './client.ts';
export { Drafts, type KeptDraft } from './drafts.ts';
export {
  ApiError,
  NetworkError,
  VestnikError,
  asVestnikError,
  errorOf,
  isUnauthorized,
  type ErrorCode,
} from './errors.ts';
export type { ServerEvent } from './events.ts';
export { authorizedFetch, type AuthorizedFetchOptions, type TokenSource } from './http.ts';
export type { LiveList } from './live-list.ts';
export type { LiveTimeline } from './live-timeline.ts';
export { exclusively } from './exclusively.ts';
export { keep, kept } from './kept.ts';
export type { LocalCopies } from './local-copies.ts';
export { newClientId } from './outbox/client-id.ts';
export {
  Outbox,
  type ChatDraft,
  type OutboxOptions,
  type Pending,
  type PendingMessage,
} from './outbox/outbox.ts';
export type { Letter } from './outbox/shelf.ts';
export type { SessionState } from './session.ts';
export type { Presence, Signals } from './signals.ts';
export { applyToChats, type ChatsState } from './state/chats.ts';
export { applyToOverviews, type OverviewsState } from './state/overviews.ts';
export { applyToTimeline, type TimelineState } from './state/timeline.ts';
export { Store } from './store.ts';
export type { ConnectionStatus } from './stream/connection.ts';
export { Deliveries } from './stream/deliveries.ts';
export {
  ResumingSocket,
  type SocketFailure,
  type SocketOptions,
  type SocketStatus,
} from './stream/socket.ts';
export { TypingNotice } from './typing-notice.ts';
export { Typists, type TypistsState } from './typists.ts';
export type * from './types.ts';
export { PushSubscriptions, type StoredSubscription } from './native/push-subscriptions.ts';
export * from '../accounts/index.ts';
