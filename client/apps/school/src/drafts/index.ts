/** What was typed and not sent, per person and chat: kept in localStorage until they sign out. */
import { useSyncExternalStore } from 'react';

const PREFIX = 'vestnik:draft:';

export function draftKey(userId: number, chatId: number): string {
  return `${PREFIX}${userId}:${chatId}`;
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
  // Other tabs hear of it from the browser; this one, whose chat list shows drafts, from here.
  window.dispatchEvent(new StorageEvent('storage', { key, oldValue, newValue }));
}

/** Whether a person has a draft in any chat. What is being typed is kept first. */
export function hasDrafts(userId: number): boolean {
  for (const save of savers) save();
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(`${PREFIX}${userId}:`));
  } catch {
    return false;
  }
}

const savers = new Set<() => void>();

/** Has `save` called whenever all that was typed has to be in storage. */
export function onSaveDrafts(save: () => void): () => void {
  savers.add(save);
  window.addEventListener('pagehide', save);
  return () => {
    savers.delete(save);
    window.removeEventListener('pagehide', save);
  };
}

/** Forgets every draft of a person. */
export function forgetDrafts(userId: number): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(`${PREFIX}${userId}:`)) writeDraft(key, '');
    }
  } catch {
    // Nothing could be kept.
  }
}

/** What is kept, as it changes. */
export function useKeptDraft(userId: number, chatId: number): string {
  return useSyncExternalStore(subscribe, () => readDraft(draftKey(userId, chatId)));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('storage', listener);
  return () => {
    window.removeEventListener('storage', listener);
  };
}
