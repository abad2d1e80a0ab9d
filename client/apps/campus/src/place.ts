import { useSyncExternalStore } from 'react';

/**
 * The open conversation and message are in the URL: a reload keeps them, Back returns to the
 * conversation before, and a link leads there.
 */
const CONVERSATION = 'conversation';
const MESSAGE = 'message';
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
/** In the addresses that notifications open: they name the chat by its number. */
const CHAT = 'chat';
const NUMBER = /^[1-9]\d{0,15}$/;

export interface Place {
  readonly conversationId: string | null;
  readonly messageId: number | null;
  /** The chat of a notification, until its conversation is open. */
  readonly chatId: number | null;
}

const listeners = new Set<() => void>();

/** What is open. */
export function usePlaceInUrl(): Place {
  return {
    conversationId: useSyncExternalStore(subscribe, currentConversation),
    messageId: useSyncExternalStore(subscribe, currentMessage),
    chatId: useSyncExternalStore(subscribe, currentChat),
  };
}

/** Opens an address of this page. */
export function openPath(path: string): void {
  history.pushState({ isFromList: currentConversation() === null }, '', path);
  tell();
}

/** The conversation that the address stands for, in its place. */
export function replacePlace(conversationId: string | null): void {
  history.replaceState(history.state, '', linkTo(conversationId, null));
  tell();
}

/** Opens another conversation, another message of the same one, or the list. */
export function openPlace(conversationId: string | null, messageId: number | null): void {
  const before = currentConversation();
  const address = linkTo(conversationId, messageId);
  if (conversationId === before) {
    history.replaceState(history.state, '', address);
  } else if (conversationId !== null) {
    history.pushState({ isFromList: before === null }, '', address);
  } else if (isFromList(history.state)) {
    // The list is the entry before this one.
    history.back();
    return;
  } else {
    history.replaceState(null, '', address);
  }
  tell();
}

/** Another person signs in: nothing of the last one's place is left. */
export function leaveConversation(): void {
  history.replaceState(null, '', linkTo(null, null));
  tell();
}

/** The address of a place, for links. */
export function linkTo(conversationId: string | null, messageId: number | null): string {
  const url = new URL(location.href);
  setOrDelete(url.searchParams, CONVERSATION, conversationId);
  setOrDelete(url.searchParams, MESSAGE, messageId);
  url.searchParams.delete(CHAT);
  return url.pathname + url.search;
}

function setOrDelete(params: URLSearchParams, name: string, value: string | number | null): void {
  if (value === null) params.delete(name);
  else params.set(name, String(value));
}

function currentConversation(): string | null {
  const id = parameter(CONVERSATION);
  return UUID.test(id) ? id : null;
}

function currentMessage(): number | null {
  return numberOf(MESSAGE);
}

function currentChat(): number | null {
  return numberOf(CHAT);
}

function numberOf(name: string): number | null {
  const text = parameter(name);
  return NUMBER.test(text) ? Number(text) : null;
}

function parameter(name: string): string {
  return new URLSearchParams(location.search).get(name) ?? '';
}

function isFromList(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'isFromList' in state && !!state.isFromList;
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
