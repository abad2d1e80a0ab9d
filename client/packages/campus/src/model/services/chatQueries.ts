import {
  infiniteQueryOptions,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type QueryClient,
} from '@tanstack/react-query';
import { randomUuid, VestnikError } from '@vestnik/sdk';

import { isGone, isUnreachable, refusalOf } from '../../lib/refusal.ts';
import type { Conversation, Message, NewMessage, ServerFrame } from '../types/chat.ts';
import { getCurrentUserId } from './auth.ts';
import * as api from './chatAPI.ts';
import { applyToConversations } from './conversations.ts';
import { applyToPages, broughtUpToDate, inOrder, type Page, type Pages } from './history.ts';
import { recentFrames } from './recentFrames.ts';

const ROOT = ['vestnik-campus'] as const;
/** What the cache calls what is kept in it. */
export const chatKeys = {
  all: ROOT,
  conversations: [...ROOT, 'conversations'] as const,
  conversation: (conversationId: string) => [...ROOT, 'conversation', conversationId] as const,
  messages: (conversationId: string) => [...ROOT, 'messages', conversationId] as const,
  /** Up to which message each of the others has read, as far as it was told. */
  reads: (conversationId: string) => [...ROOT, 'reads', conversationId] as const,
};

/** Messages in a page. */
const PAGE = 50;
/** Milliseconds: only the open conversation has a socket, and the others' news are asked for. */
const LIST_INTERVAL = 10_000;

/** Milliseconds: while nobody sees the page, its title alone shows what is unread. */
const HIDDEN_INTERVAL = 60_000;

const retry = (failures: number, error: unknown): boolean =>
  failures < 3 && error instanceof VestnikError && error.isTemporary;

/** Without a network a request fails, and says so, rather than waiting without a word. */
const ASKED_ALWAYS = { networkMode: 'always', refetchOnReconnect: true } as const;
const DONE_ALWAYS = { networkMode: 'always' } as const;

const conversations = queryOptions({
  ...ASKED_ALWAYS,
  queryKey: chatKeys.conversations,
  queryFn: api.getConversations,
  retry,
  refetchInterval: () => (document.visibilityState === 'visible' ? LIST_INTERVAL : HIDDEN_INTERVAL),
  refetchIntervalInBackground: true,
});

function messages(queries: QueryClient, conversationId: string) {
  return infiniteQueryOptions({
    ...ASKED_ALWAYS,
    queryKey: chatKeys.messages(conversationId),
    queryFn: async ({ pageParam }) => {
      // All is read anew: that reflects them, and maybe what came after them.
      if (pageParam === undefined) recentFrames.forget(conversationId);
      try {
        const page = await api.getHistory(conversationId, { before: pageParam, limit: PAGE });
        return broughtUpToDate(page, PAGE, recentFrames.of(conversationId));
      } catch (error) {
        if (refusalOf(error) === 'removed') noteRemoval(queries, conversationId);
        throw error;
      }
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ older }) => older,
    retry,
    // The socket keeps it up to date, from the event on that it reflects.
    staleTime: Number.POSITIVE_INFINITY,
    // What could not be loaded is asked for again until it is here.
    refetchInterval: ({ state }) =>
      state.data === undefined && isUnreachable(state.error) ? LIST_INTERVAL : false,
    gcTime: 10 * 60_000,
  });
}

/** The caller's conversations, latest activity first. */
export function useConversations() {
  return useQuery(conversations);
}

/** One of {@link useConversations}. */
export function useConversation(conversationId: string) {
  return useQuery({
    ...conversations,
    select: (list) => list.find(({ id }) => id === conversationId) ?? null,
  });
}

/** A conversation that the list does not hold: it is older than those that one answer has. */
export function useUnlistedConversation(conversationId: string, isEnabled: boolean) {
  return useQuery({
    ...ASKED_ALWAYS,
    queryKey: chatKeys.conversation(conversationId),
    queryFn: () => api.getConversation(conversationId),
    enabled: isEnabled,
    retry,
    refetchInterval: LIST_INTERVAL,
  });
}

/** Unread messages in all of the caller's conversations. */
export function useUnreadCount(): number {
  const { data } = useQuery({
    ...conversations,
    enabled: getCurrentUserId() !== null,
    select: (list) => list.reduce((sum, { unread_count }) => sum + unread_count, 0),
  });
  return data ?? 0;
}

/** A conversation's messages, chronological; `fetchNextPage` brings older ones. */
export function useMessages(conversationId: string) {
  const queries = useQueryClient();
  return useInfiniteQuery({ ...messages(queries, conversationId), select: flat });
}

function flat({ pages }: InfiniteData<Page>): Message[] {
  return inOrder(pages);
}

/** Sends by REST. The server keeps it once, however often it is repeated with its `client_id`. */
export function useSendMessage() {
  const queries = useQueryClient();
  return useMutation({
    ...DONE_ALWAYS,
    mutationFn: (message: NewMessage) =>
      api.sendMessage({ ...message, client_id: message.client_id ?? randomUuid() }),
    onSuccess: (message) => {
      applyFrame(queries, message.conversation_id, { type: 'message:new', payload: message });
    },
  });
}

/** Shows the new text at once, and the former one again where it is refused. */
export function useEditMessage() {
  const queries = useQueryClient();
  const show = (message: Message): void => {
    applyFrame(queries, message.conversation_id, { type: 'message:edited', payload: message });
  };
  return useMutation({
    ...DONE_ALWAYS,
    mutationFn: ({ message, text }: { message: Message; text: string }) =>
      api.editMessage(message.id, text),
    onMutate: ({ message, text }) => {
      show({ ...message, text, is_edited: true });
    },
    onSuccess: show,
    onError: (error, { message }) => {
      if (isGone(error)) drop(queries, message);
      else show(message);
    },
  });
}

export function useDeleteMessage() {
  const queries = useQueryClient();
  return useMutation({
    ...DONE_ALWAYS,
    mutationFn: (message: Message) => api.deleteMessage(message.id),
    onSuccess: (_nothing, message) => {
      drop(queries, message);
    },
  });
}

function drop(queries: QueryClient, { id, conversation_id }: Message): void {
  const payload = { id, conversation_id };
  applyFrame(queries, conversation_id, { type: 'message:deleted', payload });
}

export function useCreateConversation() {
  const queries = useQueryClient();
  return useMutation({
    ...DONE_ALWAYS,
    mutationFn: api.createConversation,
    onSuccess: (created) => {
      queries.setQueryData(chatKeys.conversations, (list: Conversation[] | undefined) =>
        list === undefined ? list : [created, ...list.filter(({ id }) => id !== created.id)],
      );
    },
  });
}

export function useDeleteConversation() {
  const queries = useQueryClient();
  return useMutation({
    ...DONE_ALWAYS,
    mutationFn: api.deleteConversation,
    onSuccess: (_nothing, id) => {
      applyFrame(queries, id, { type: 'conversation:deleted', payload: { id } });
    },
  });
}

interface Membership {
  readonly conversationId: string;
  readonly userId: number;
}

export function useAddParticipant() {
  const queries = useQueryClient();
  return useMutation({
    ...DONE_ALWAYS,
    mutationFn: ({ conversationId, userId }: Membership) =>
      api.addParticipant(conversationId, userId),
    onSuccess: () => queries.invalidateQueries({ queryKey: chatKeys.conversations }),
  });
}

/** Of somebody else, or of oneself. */
export function useRemoveParticipant() {
  const queries = useQueryClient();
  return useMutation({
    ...DONE_ALWAYS,
    mutationFn: ({ conversationId, userId }: Membership) =>
      api.removeParticipant(conversationId, userId),
    onSuccess: (_nothing, { conversationId, userId }) => {
      const payload = { conversation_id: conversationId, user_id: userId };
      applyFrame(queries, conversationId, { type: 'participant:removed', payload });
    },
  });
}

export function useMarkRead() {
  const queries = useQueryClient();
  return useMutation({
    ...DONE_ALWAYS,
    mutationFn: api.markRead,
    onSuccess: (_nothing, conversationId) => {
      const payload = { user_id: getCurrentUserId(), last_read_id: null };
      applyFrame(queries, conversationId, { type: 'read', payload });
    },
  });
}

/** The last message that each of the others has read since the page was opened, by user. */
export function useReads(conversationId: string): Readonly<Record<number, string>> {
  const { data } = useQuery({
    ...ASKED_ALWAYS,
    queryKey: chatKeys.reads(conversationId),
    queryFn: () => NOTHING_READ,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? NOTHING_READ;
}

const NOTHING_READ: Readonly<Record<number, string>> = {};

/** The last event that the cache reflects of a conversation; null where it holds none of it. */
export function lastEventOf(queries: QueryClient, conversationId: string): string | null {
  const data = queries.getQueryData<InfiniteData<Page>>(chatKeys.messages(conversationId));
  return data?.pages[0]?.asOf ?? null;
}

/**
 * The server says that the caller is not in a conversation any more, so the list does not hold it.
 * A list that was asked for before does not know that yet, and is not waited for: one that holds
 * the conversation from now on tells that they are in it again.
 */
export function noteRemoval(queries: QueryClient, conversationId: string): void {
  const queryKey = chatKeys.conversations;
  // The first list of all is needed, whatever it holds.
  if (queries.getQueryData<Conversation[]>(queryKey) === undefined) return;
  const leave = (): void => {
    queries.setQueryData<Conversation[]>(queryKey, (list) =>
      list?.filter(({ id }) => id !== conversationId),
    );
  };
  // It puts back what was there before it was asked.
  void queries.cancelQueries({ queryKey }).then(leave);
  leave();
}

/** Reads a conversation's history anew: what is here may have gaps. */
export function readAnew(queries: QueryClient, conversationId: string): void {
  void queries.resetQueries({ queryKey: chatKeys.messages(conversationId) });
}

/** Brings the cache up to date with what a conversation's socket, or an answer, says. */
export function applyFrame(queries: QueryClient, conversationId: string, frame: ServerFrame): void {
  if (frame.type === 'reset') {
    // Another log: its messages are not those that the marks name.
    queries.setQueryData(chatKeys.reads(conversationId), NOTHING_READ);
    readAnew(queries, conversationId);
  } else {
    recentFrames.keep(conversationId, frame);
    queries.setQueryData<InfiniteData<Page>>(chatKeys.messages(conversationId), (data) =>
      data === undefined ? data : withPages(data, applyToPages(data.pages, frame)),
    );
  }
  const list = queries.getQueryData<Conversation[]>(chatKeys.conversations);
  if (list !== undefined) {
    const next = applyToConversations(list, conversationId, frame, getCurrentUserId());
    if (next === null) void queries.invalidateQueries({ queryKey: chatKeys.conversations });
    else if (next !== list) queries.setQueryData(chatKeys.conversations, next);
  }
  if (frame.type === 'read') noteRead(queries, conversationId, frame.payload);
}

function noteRead(
  queries: QueryClient,
  conversationId: string,
  { user_id, last_read_id }: { user_id: number | null; last_read_id: string | null },
): void {
  if (user_id === null || last_read_id === null || user_id === getCurrentUserId()) return;
  queries.setQueryData<Readonly<Record<number, string>>>(
    chatKeys.reads(conversationId),
    (reads) => ({ ...reads, [user_id]: last_read_id }),
  );
}

/** Pages that were read together stay beside their places. */
function withPages(data: InfiniteData<Page>, pages: Pages): InfiniteData<Page> {
  return pages === data.pages ? data : { ...data, pages: [...pages] };
}
