/**
 * Which chats have an unsent text. Drafts live in localStorage under `vestnik:draft:<person>:<chat>`;
 * whoever writes one announces it by a `storage` event, as browsers do to other tabs.
 */
import { useSyncExternalStore } from 'react';

export function useDraft(userId: number, chatId: number): string {
  const key = `vestnik:draft:${userId}:${chatId}`;
  return useSyncExternalStore(subscribe, () => read(key));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('storage', listener);
  return () => {
    window.removeEventListener('storage', listener);
  };
}

function read(key: string): string {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}
