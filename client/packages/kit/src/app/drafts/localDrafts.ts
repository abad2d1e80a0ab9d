/** What was typed and not sent, by realm, user and chat: kept in localStorage until sign-out. */
import { useClient, useSession } from '@vestnik/sdk/react';
import { useCallback, useMemo, useSyncExternalStore } from 'react';

const PREFIX = 'vestnik:draft:';

/** All drafts of a user: ids belong to a realm. */
function ownerPrefix(realm: string, userId: number): string {
  return `${PREFIX}${realm}:${userId}:`;
}

export function readDraft(key: string): string {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    // Storage may be forbidden or full; a draft is a convenience.
    return '';
  }
}

/** Keeps `text`, or forgets the draft if there is nothing in it. */
export function writeDraft(key: string, text: string): void {
  const oldValue = readDraft(key);
  const newValue = text.trim() === '' ? null : text;
  if (oldValue === (newValue ?? '')) return;
  try {
    if (newValue === null) localStorage.removeItem(key);
    else localStorage.setItem(key, newValue);
  } catch {
    return;
  }
  // The browser informs other tabs; this event informs this one, whose chat list shows drafts.
  window.dispatchEvent(new StorageEvent('storage', { key, oldValue, newValue }));
}

const savers = new Set<() => void>();

/** Calls `save` whenever everything typed has to be in storage. */
export function onSaveDrafts(save: () => void): () => void {
  savers.add(save);
  window.addEventListener('pagehide', save);
  return () => {
    savers.delete(save);
    window.removeEventListener('pagehide', save);
  };
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
  const userId = useSession().user?.id ?? 0;
  return useMemo(() => {
    const isOwn = new RegExp(`^${PREFIX}[^:]+:${userId}:`);
    const keys = (): string[] => storedKeys(PREFIX).filter((key) => isOwn.test(key));
    return {
      hasAny: () => {
        saveAll();
        return keys().length > 0;
      },
      deleteAll: () => {
        for (const key of keys()) writeDraft(key, '');
      },
    };
  }, [userId]);
}

function saveAll(): void {
  for (const save of savers) save();
}

/** Chats with a draft of a user in this browser. Saves what is being typed first. */
export function countLocalDrafts(realm: string, userId: number): number {
  saveAll();
  return storedKeys(ownerPrefix(realm, userId)).length;
}

export function deleteLocalDrafts(realm: string, userId: number): void {
  for (const key of storedKeys(ownerPrefix(realm, userId))) writeDraft(key, '');
}

function storedKeys(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

/** The storage keys of the signed-in user's drafts, by chat. */
export function useDraftKeys(): (chatId: number) => string {
  const { realm } = useClient();
  const prefix = ownerPrefix(realm, useSession().user?.id ?? 0);
  return useCallback((chatId) => `${prefix}${chatId}`, [prefix]);
}

/** The storage key of the signed-in user's draft in a chat. */
export function useDraftKey(chatId: number): string {
  return useDraftKeys()(chatId);
}

/** The draft that this browser keeps, as it changes. */
export function useLocalDraft(chatId: number): string {
  const key = useDraftKey(chatId);
  const read = useCallback(() => readDraft(key), [key]);
  return useSyncExternalStore(subscribe, read, () => '');
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('storage', listener);
  return () => {
    window.removeEventListener('storage', listener);
  };
}
