/** What was typed and not sent, by chat: kept in localStorage until sign-out. */
import { Drafts, storageKeys, type VestnikClient } from '@vestnik/sdk';
import { useClient, useSession } from '@vestnik/sdk/react';
import { useCallback, useMemo, useSyncExternalStore } from 'react';

const PREFIX = 'vestnik:drafts:';

/** One for each client, so that its parts share what the browser refuses to store. */
const known = new WeakMap<VestnikClient, Drafts>();

/** The drafts of the signed-in user. */
export function draftsOf(client: VestnikClient): Drafts {
  const drafts =
    known.get(client) ??
    new Drafts(PREFIX + client.scope, () => accountOf(client.session.state.get().user?.id));
  known.set(client, drafts);
  return drafts;
}

function accountOf(userId: number | undefined): string | null {
  // A page without a signed-in user passes the id 0, which no user has.
  return userId === undefined || userId === 0 ? null : String(userId);
}

/** The name of a chat among the drafts. */
export function draftName(chatId: number): string {
  return String(chatId);
}

const savers = new Set<() => void>();

/** Of the window: scripts without this module ask for what is being typed to be stored. */
const SAVE_DRAFTS = 'vestnik:save-drafts';

/** Calls `save` whenever everything typed has to be in storage. */
export function onSaveDrafts(save: () => void): () => void {
  savers.add(save);
  window.addEventListener('pagehide', save);
  window.addEventListener(SAVE_DRAFTS, save);
  return () => {
    savers.delete(save);
    window.removeEventListener('pagehide', save);
    window.removeEventListener(SAVE_DRAFTS, save);
  };
}

function saveAll(): void {
  for (const save of savers) save();
}

export interface UseLocalDrafts {
  /** Whether there is a draft in any chat. Saves what is being typed first. */
  readonly hasAny: () => boolean;
  readonly deleteAll: () => void;
}

/**
 * The drafts that this browser keeps for the signed-in user, of all realms: a sign-out ends the sessions
 * of all that share its cookies.
 */
export function useLocalDrafts(): UseLocalDrafts {
  const userId = useSession().user?.id;
  return useMemo(() => {
    const all = (): Drafts[] =>
      storageKeys()
        .filter((key) => key.startsWith(PREFIX))
        .map((key) => new Drafts(key, () => accountOf(userId)))
        .filter(({ count }) => count > 0);
    return {
      hasAny: () => {
        saveAll();
        return all().length > 0;
      },
      deleteAll: () => {
        for (const drafts of all()) drafts.forget();
      },
    };
  }, [userId]);
}

/** Chats with a draft of a user in this browser. Saves what is being typed first. */
export function countLocalDrafts(realm: string, userId: number): number {
  saveAll();
  return storedDrafts(realm, userId).count;
}

export function deleteLocalDrafts(realm: string, userId: number): void {
  storedDrafts(realm, userId).forget();
}

function storedDrafts(realm: string, userId: number): Drafts {
  return new Drafts(PREFIX + realm, () => accountOf(userId));
}

/** The draft that this browser keeps of a chat, as it changes. */
export function useLocalDraft(chatId: number): string {
  return useDraftOf(draftsOf(useClient()), draftName(chatId));
}

/** The text of one draft, as it changes. */
export function useDraftOf(drafts: Drafts, name: string): string {
  const subscribe = useCallback((listener: () => void) => drafts.subscribe(listener), [drafts]);
  const read = () => drafts.of(name)?.text ?? '';
  return useSyncExternalStore(subscribe, read, () => '');
}
