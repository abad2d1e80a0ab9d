import { useCallback, useMemo } from 'react';

import type { Chat, ChatClient, Custom, MemberRole, NewChat } from '../index.ts';
import { useChatClient } from './context.ts';
import { useMutationResult, type MutationResult } from './useMutationResult.ts';

/** The promises reject with a `VestnikError`. */
export interface UseChatActions {
  /** Null: without an end. */
  readonly mute: (until: Date | null) => Promise<void>;
  readonly unmute: () => Promise<void>;
  readonly pin: (isPinned: boolean) => Promise<void>;
  readonly archive: (isArchived: boolean) => Promise<void>;
  /** From a message on, and for the user alone: others go on seeing what the user has read. */
  readonly markUnread: (fromId: number) => Promise<void>;
  readonly rename: (title: string) => Promise<void>;
  readonly setPicture: (attachmentId: number | null) => Promise<void>;
  /** Of a group: by a merge patch; null removes all. */
  readonly changeCustom: (custom: Custom | null) => Promise<void>;
  readonly addMembers: (userIds: readonly number[]) => Promise<void>;
  readonly removeMember: (userId: number) => Promise<void>;
  readonly setRole: (userId: number, role: MemberRole) => Promise<void>;
  readonly leave: () => Promise<void>;
  /** Deletes a group for all its members; hides another chat until its next message. */
  readonly remove: () => Promise<void>;
}

/** What a user may do with a chat: `me.can` of the chat names what the server allows. */
export function useChatActions(chatId: number): UseChatActions {
  const chatClient = useChatClient();
  return useMemo(() => chatActions(chatClient, chatId), [chatClient, chatId]);
}

function chatActions(chatClient: ChatClient | null, id: number): UseChatActions {
  const show = async (answer: Promise<Chat> | undefined): Promise<void> => {
    const chat = await answer;
    if (chat !== undefined) chatClient?.addChat(chat);
  };
  const api = chatClient?.api;
  const removeChat = async (answer: Promise<void> | undefined): Promise<void> => {
    await answer;
    chatClient?.removeChat(id);
  };
  return {
    mute: async (until) =>
      chatClient?.changeSettings(
        id,
        until === null ? { muted: true } : { muted_until: until.toISOString() },
      ),
    unmute: async () => chatClient?.changeSettings(id, { muted: false }),
    pin: async (pinned) => chatClient?.changeSettings(id, { pinned }),
    archive: async (archived) => chatClient?.changeSettings(id, { archived }),
    markUnread: async (fromId) => chatClient?.markUnread(id, fromId),
    rename: (title) => show(api?.changeChat(id, { title })),
    setPicture: (avatar_id) => show(api?.changeChat(id, { avatar_id })),
    changeCustom: (custom) => show(api?.changeChat(id, { custom })),
    addMembers: async (userIds) => {
      await api?.addMembers(id, userIds);
    },
    removeMember: async (userId) => api?.removeMember(id, userId),
    setRole: async (userId, role) => {
      await api?.setMemberRole(id, userId, role);
    },
    leave: () => removeChat(api?.removeMember(id, 'me')),
    remove: () => removeChat(api?.deleteChat(id)),
  };
}

/** `mutateAsync` resolves to the new chat, or to the private one that existed. */
export function useCreateChat(): MutationResult<NewChat, Chat> {
  const chatClient = useChatClient();
  return useMutationResult(
    useCallback(
      async (newChat: NewChat) => {
        if (chatClient === null) throw new Error('no user is signed in');
        const chat = await chatClient.api.createChat(newChat);
        chatClient.addChat(chat);
        return chat;
      },
      [chatClient],
    ),
  );
}

export interface BlockChange {
  readonly userId: number;
  readonly isBlocked: boolean;
}

/** Blocks a user or lifts the block. */
export function useSetBlocked(): MutationResult<BlockChange, void> {
  const chatClient = useChatClient();
  return useMutationResult(
    useCallback(
      async ({ userId, isBlocked }: BlockChange) => chatClient?.api.setBlocked(userId, isBlocked),
      [chatClient],
    ),
  );
}
