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
import { randomUuid, VestnikError, type ChatClient } from '@vestnik/sdk';
import { useEffect } from 'react';

import { useCampusChats } from '../../lib/client.ts';
import type { Message, NewMessage } from '../types/chat.ts';
import { getCurrentUserId } from './auth.ts';
import * as api from './chatAPI.ts';

const QUERY_KEY = ['vestnik-campus'] as const;
/** What the cache calls what is kept in it. */
export const chatKeys = {
  all: QUERY_KEY,
  conversations: [...QUERY_KEY, 'conversations'] as const,
  messages: (conversationId: string) => [...QUERY_KEY, 'messages', conversationId] as const,
};

/** Messages in a page. */
const PAGE_SIZE = 50;
/** Milliseconds: events that come together cause one request. */
const REFETCH_DELAY_MS = 50;

/** Without a network a request fails, and says so, rather than waiting without a word. */
const QUERY = {
  networkMode: 'always',
  // The stream tells of what changes, also after it was lost.
  staleTime: Number.POSITIVE_INFINITY,
  retry: (failures: number, error: unknown): boolean =>
    failures < 3 && error instanceof VestnikError && error.isTemporary,
} as const;
const MUTATION = { networkMode: 'always' } as const;

const conversations = queryOptions({
  ...QUERY,
  queryKey: chatKeys.conversations,
  queryFn: api.getConversations,
});

const messages = (conversationId: string) =>
  infiniteQueryOptions({
    ...QUERY,
    queryKey: chatKeys.messages(conversationId),
    queryFn: ({ pageParam }) =>
      api.getMessages(conversationId, { before: pageParam, limit: PAGE_SIZE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length < PAGE_SIZE ? undefined : page[0]?.id),
  });

/** The caller's conversations, latest activity first. */
export function useConversations() {
  useRefetchOnEvents();
  return useQuery(conversations);
}

/** One of {@link useConversations}. */
export function useConversation(conversationId: string) {
  useRefetchOnEvents();
  return useQuery({
    ...conversations,
    select: (list) => list.find(({ id }) => id === conversationId) ?? null,
  });
}

/** Unread messages in all of the caller's conversations. */
export function useUnreadCount(): number {
  useRefetchOnEvents();
  const { data } = useQuery({
    ...conversations,
    enabled: getCurrentUserId() !== null,
    select: (list) => list.reduce((sum, { unread_count }) => sum + unread_count, 0),
  });
  return data ?? 0;
}

/** A conversation's messages, chronological; `fetchNextPage` brings older ones. */
export function useMessages(conversationId: string) {
  useRefetchOnEvents();
  return useInfiniteQuery({ ...messages(conversationId), select: flattenPages });
}

function flattenPages({ pages }: InfiniteData<Message[]>): Message[] {
  return pages.toReversed().flat();
}

/** Sends by REST. The server keeps it once, however often it is repeated with its `client_id`. */
export function useSendMessage() {
  const queries = useQueryClient();
  return useMutation({
    ...MUTATION,
    mutationFn: (message: NewMessage) =>
      api.sendMessage({ ...message, client_id: message.client_id ?? randomUuid() }),
    onSuccess: () => refetchAll(queries),
  });
}

/** Shows the new text at once, and the former one again where it is refused. */
export function useEditMessage() {
  const queries = useQueryClient();
  return useMutation({
    ...MUTATION,
    mutationFn: ({ message, text }: { message: Message; text: string }) =>
      api.editMessage(message.id, text),
    onMutate: ({ message, text }) => {
      const edited = { ...message, text, is_edited: true };
      queries.setQueryData<InfiniteData<Message[]>>(
        chatKeys.messages(message.conversation_id),
        (data) => data && { ...data, pages: data.pages.map((page) => replaced(page, edited)) },
      );
    },
    onSettled: () => refetchAll(queries),
  });
}

function replaced(page: readonly Message[], edited: Message): Message[] {
  return page.map((message) => (message.id === edited.id ? edited : message));
}

export function useDeleteMessage() {
  return useChange((message: Message) => api.deleteMessage(message.id));
}

export function useCreateConversation() {
  return useChange(api.createConversation);
}

export function useDeleteConversation() {
  return useChange(api.deleteConversation);
}

interface ParticipantChange {
  readonly conversationId: string;
  readonly userId: number;
}

export function useAddParticipant() {
  return useChange(({ conversationId, userId }: ParticipantChange) =>
    api.addParticipant(conversationId, userId),
  );
}

/** Of somebody else, or of oneself. */
export function useRemoveParticipant() {
  return useChange(({ conversationId, userId }: ParticipantChange) =>
    api.removeParticipant(conversationId, userId),
  );
}

/** Marks everything read that the conversation has. */
export function useMarkRead() {
  return useChange(api.markRead);
}

/** A request after which all that is shown is read again. */
function useChange<Input, Result>(mutationFn: (input: Input) => Promise<Result>) {
  const queries = useQueryClient();
  return useMutation({ ...MUTATION, mutationFn, onSuccess: () => refetchAll(queries) });
}

async function refetchAll(queries: QueryClient): Promise<void> {
  await queries.invalidateQueries({ queryKey: QUERY_KEY });
}

/** What follows a client's events for each cache, and for how many components. */
const followers = new WeakMap<QueryClient, Follower>();

interface Follower {
  readonly chatClient: ChatClient;
  readonly stop: () => void;
  components: number;
}

/** Reads again what the hooks show whenever the stream brings news. */
function useRefetchOnEvents(): void {
  const queries = useQueryClient();
  const chatClient = useCampusChats();
  useEffect(() => {
    if (chatClient === null) return;
    let follower = followers.get(queries);
    if (follower?.chatClient !== chatClient) {
      follower = { chatClient, components: 0, stop: follow(chatClient, queries) };
      followers.set(queries, follower);
    }
    const own = follower;
    own.components += 1;
    return () => {
      own.components -= 1;
      if (own.components > 0) return;
      own.stop();
      if (followers.get(queries) === own) followers.delete(queries);
    };
  }, [queries, chatClient]);
}

function follow(chatClient: ChatClient, queries: QueryClient): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refetch = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void refetchAll(queries), REFETCH_DELAY_MS);
  };
  const stop = chatClient.buffer.listen({ onEvent: refetch, onGap: refetch, onReset: refetch });
  // What was read before the stream began may lack what happened meanwhile.
  const stopWatching = chatClient.connection.subscribe(() => {
    if (chatClient.connection.get() === 'live') refetch();
  });
  return () => {
    clearTimeout(timer);
    stop();
    stopWatching();
  };
}
