import { useSyncExternalStore } from 'react';

/** The open conversation is in the URL: a reload keeps it, and Back returns to the one before. */
const NAME = 'conversation';
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

const listeners = new Set<() => void>();

/** The open conversation, and how to open another, or none. */
export function useConversationInUrl(): [
  conversationId: string | null,
  open: (conversationId: string | null) => void,
] {
  return [useSyncExternalStore(subscribe, current), go];
}

/** Another person signs in: nothing of the last one's place is left. */
export function leaveConversation(): void {
  history.replaceState(null, '', urlOf(null));
  tell();
}

function current(): string | null {
  const id = new URLSearchParams(location.search).get(NAME);
  return id !== null && UUID.test(id) ? id : null;
}

function go(conversationId: string | null): void {
  const before = current();
  if (conversationId === before) return;
  if (conversationId !== null) {
    history.pushState({ isFromList: before === null }, '', urlOf(conversationId));
  } else if (isFromList(history.state)) {
    // The list is the entry before this one.
    history.back();
    return;
  } else {
    history.replaceState(null, '', urlOf(null));
  }
  tell();
}

function isFromList(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'isFromList' in state && !!state.isFromList;
}

function urlOf(conversationId: string | null): URL {
  const url = new URL(location.href);
  if (conversationId === null) url.searchParams.delete(NAME);
  else url.searchParams.set(NAME, conversationId);
  return url;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

function tell(): void {
  for (const listener of [...listeners]) listener();
}
