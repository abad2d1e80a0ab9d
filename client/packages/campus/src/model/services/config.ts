import type { Person } from '../types/chat.ts';

/** What the host page is asked for. */
export interface ChatConfig {
  /** Where the server is, without a slash at the end; absent: where the page came from. */
  readonly baseUrl?: string;
  /**
   * Gets a new token and puts it into `localStorage.auth_data.access`. Called once, however many
   * requests were refused for the old one. `false`, or a rejection: the person has to sign in.
   */
  readonly refreshUser?: () => Promise<unknown>;
  /** People to begin a conversation with. Absent: those of one's conversations, and by number. */
  readonly findPeople?: (query: string) => Promise<readonly Person[]>;
  /**
   * The path that the host's service worker is registered for, if it shows what the server pushes.
   * Absent: notifications are not offered.
   */
  readonly serviceWorkerScope?: string;
}

let current: ChatConfig = {};

/** Call it once, before anything is rendered. */
export function configureChat(config: ChatConfig): void {
  current = config;
}

export function chatConfig(): ChatConfig {
  return current;
}
