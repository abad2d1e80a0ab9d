/**
 * A client of a Vestnik server without a user interface: requests, one live stream for all tabs
 * of a browser, what a person sees kept up to date by it, and an outbox that outlives the page.
 */
export { Account, type TimelineQuery } from './chatClient.ts';
export { Api, type HistoryQuery, type PageQuery } from './realms/school/schoolApi.ts';
export { Backoff, type BackoffOptions } from './realtime/backoff.ts';
export { subjectOf } from './session/jwt.ts';
export { VestnikClient, type ClientOptions } from './client.ts';
export { Drafts, type KeptDraft } from './browser/drafts.ts';
export {
  ApiError,
  NetworkError,
  VestnikError,
  asVestnikError,
  errorOf,
  isUnauthorized,
  type ErrorCode,
} from './http/errors.ts';
export type { ServerEvent } from './realtime/events.ts';
export { authorizedFetch, type AuthorizedFetchOptions, type TokenSource } from './http/request.ts';
export type { LiveList } from './sync/liveList.ts';
export type { LiveTimeline } from './sync/liveTimeline.ts';
export { exclusively } from './browser/lock.ts';
export { keep, kept } from './browser/storage.ts';
export type { LocalCopies } from './sync/localCopies.ts';
export { newClientId } from './outbox/randomUuid.ts';
export {
  Outbox,
  type ChatDraft,
  type OutboxOptions,
  type Pending,
  type PendingMessage,
} from './outbox/outbox.ts';
export type { Letter } from './outbox/outboxStore.ts';
export type { SessionState } from './session/session.ts';
export type { Presence, Signals } from './presence/presence.ts';
export { applyToChats, type ChatsState } from './sync/state/chats.ts';
export { applyToOverviews, type OverviewsState } from './state/overviews.ts';
export { applyToTimeline, type TimelineState } from './sync/state/timeline.ts';
export { Store } from './sync/store.ts';
export type { ConnectionStatus } from './realtime/connection.ts';
export { Deliveries } from './realtime/pendingAcks.ts';
export {
  ResumingSocket,
  type SocketFailure,
  type SocketOptions,
  type SocketStatus,
} from './realtime/socket.ts';
export { TypingNotice } from './presence/typingNotifier.ts';
export { Typists, type TypistsState } from './presence/typingUsers.ts';
export type * from './realms/school/types.ts';
export { PushSubscriptions, type StoredSubscription } from './http/pushSubscriptions.ts';
