/**
 * A client of a Vestnik server without a user interface: the native API of any realm, one stream
 * for all tabs of a browser, live state, and an outbox that outlives the page.
 */
export { Drafts, storedDrafts, type LocalDraft } from './browser/drafts.ts';
export { withLock } from './browser/lock.ts';
export { readStorage, storageKeys, writeStorage } from './browser/storage.ts';
export { ChatClient } from './chatClient.ts';
export { createVestnik, VestnikClient, type VestnikOptions } from './client.ts';
export {
  ApiError,
  errorFromResponse,
  InternalError,
  isUnauthorized,
  NetworkError,
  networkError,
  StorageError,
  toVestnikError,
  VestnikError,
  type ErrorCode,
} from './http/errors.ts';
export type { FileToUpload, UploadOptions } from './http/fileToUpload.ts';
export {
  NativeApi,
  type ChatFilter,
  type ChatsQuery,
  type HistoryQuery,
  type MembersQuery,
  type SearchQuery,
} from './http/nativeApi.ts';
export type { HttpOptions } from './http/nativeHttp.ts';
export {
  PushSubscriptions,
  type BrowserSubscription,
  type StoredSubscription,
} from './http/pushSubscriptions.ts';
export { authorizedFetch, type AuthorizedFetchOptions, type TokenSource } from './http/request.ts';
export { ScheduledMessages } from './http/scheduledMessages.ts';
export { Uploader } from './http/uploader.ts';
export type * from './model.ts';
export { messageDraft } from './outbox/messageDraft.ts';
export type {
  FileToSend,
  MessageDraft,
  MessageToSend,
  OutboxFile,
  PendingMessage,
} from './outbox/messageDraft.ts';
export type { UploadProgress } from './outbox/messageOutbox.ts';
export { Outbox, type OutboxOptions } from './outbox/outbox.ts';
export type { OutboxEntry } from './outbox/outboxEntry.ts';
export type { Pending } from './outbox/pending.ts';
export type { Delays, SendTask } from './outbox/queueSender.ts';
export { randomUuid } from './outbox/randomUuid.ts';
export type { Presence, PresenceTracker } from './presence/presence.ts';
export { TypingNotifier } from './presence/typingNotifier.ts';
export { TypingUsers, type TypingUsersState } from './presence/typingUsers.ts';
export { PolicySource, type PolicyState, type PolicyStatus } from './policy/policySource.ts';
export {
  realmPolicy,
  type NewChatKind,
  type RealmFeatures,
  type RealmPolicy,
  type RoleNames,
  type ServedPolicy,
} from './policy/realmPolicy.ts';
export { Backoff, type BackoffOptions } from './realtime/backoff.ts';
export type { ConnectionStatus } from './realtime/connection.ts';
export type { StreamEventHandler } from './realtime/eventHandlers.ts';
export type { ServerEvent, StreamEventName, StreamEvents } from './realtime/events.ts';
export { decodeSubject } from './session/jwt.ts';
export { newGuest, type NewGuestOptions, type SessionTokens } from './session/newGuest.ts';
export { realmCookies, type RealmCookieOptions } from './session/realmCookies.ts';
export type { CookieAuth, SessionState } from './session/session.ts';
export type { ChatsScope } from './sync/chatCache.ts';
export type { ChatList } from './sync/chatList.ts';
export type { LiveTimeline, TimelineStart } from './sync/liveTimeline.ts';
export type { LazyCopies as LocalCopies } from './sync/lazyCopies.ts';
export { emptyMessage, quoteOf } from './sync/state/message.ts';
export type { ScheduledEntry } from './sync/state/scheduled.ts';
export { Store } from './sync/store.ts';
