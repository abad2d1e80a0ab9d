/** Events of the native stream as frames of the campus contract. */
import type { ChatClient, Message as NativeMessage, ServerEvent } from '@vestnik/sdk';

import type { Message, ServerFrame } from '../model/types/chat.ts';

/** Messages whose UUIDs are remembered. */
const MAX_KNOWN = 1_000;

/** Follows one conversation. Frames come in the order of their events. */
export class Frames {
  readonly #chatClient: ChatClient;
  readonly #chatId: number;
  readonly #conversationId: string;
  readonly #onFrame: (frame: ServerFrame) => void;
  readonly #uuids = new Map<number, string>();
  readonly #stop: () => void;
  #typing: readonly number[] = [];
  #last: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(
    chatClient: ChatClient,
    { chatId, conversationId }: { readonly chatId: number; readonly conversationId: string },
    onFrame: (frame: ServerFrame) => void,
  ) {
    this.#chatClient = chatClient;
    this.#chatId = chatId;
    this.#conversationId = conversationId;
    this.#onFrame = onFrame;
    const stopEvents = chatClient.buffer.listen({
      onEvent: (event) => {
        this.#enqueue(() => this.#onEvent(event));
      },
      onGap: () => undefined,
      onReset: () => {
        this.#enqueue(() => [{ type: 'reset' }]);
      },
    });
    const typing = chatClient.presence.typing.state;
    const stopTyping = typing.subscribe(() => {
      this.#onTyping(typing.get().get(chatId) ?? []);
    });
    this.#stop = () => {
      stopEvents();
      stopTyping();
    };
  }

  stop(): void {
    this.#isStopped = true;
    this.#stop();
  }

  #enqueue(read: () => readonly ServerFrame[] | Promise<readonly ServerFrame[]>): void {
    this.#last = this.#last.then(async () => {
      // A message that cannot be read is not told of.
      const frames = await Promise.resolve()
        .then(read)
        .catch(() => []);
      if (!this.#isStopped) frames.forEach(this.#onFrame);
    });
  }

  async #onEvent(event: ServerEvent): Promise<readonly ServerFrame[]> {
    const { id, name, data } = event;
    const conversation_id = this.#conversationId;
    switch (name) {
      case 'message': {
        const { message, marks_read } = data;
        if (message.chat_id !== this.#chatId || message.type === 'system') return [];
        const sent: ServerFrame = { id, type: 'message:new', payload: this.#toMessage(message) };
        if (!marks_read) return [sent];
        // No event of its own tells that the author has read the conversation.
        const payload = { user_id: message.author_id, last_read_id: message.uuid };
        return [sent, { id, type: 'read', payload }];
      }
      case 'message_edited': {
        const { message } = data;
        if (message.chat_id !== this.#chatId || message.type === 'system') return [];
        return [{ id, type: 'message:edited', payload: this.#toMessage(message) }];
      }
      case 'message_deleted': {
        if (data.chat_id !== this.#chatId) return [];
        const payload = { id: await this.#uuidOf(data.message_id), conversation_id };
        return [{ id, type: 'message:deleted', payload }];
      }
      case 'read': {
        if (data.chat_id !== this.#chatId) return [];
        const last_read_id = await this.#uuidOf(data.last_read_id);
        return [{ id, type: 'read', payload: { user_id: data.user_id, last_read_id } }];
      }
      case 'member': {
        const { member, chat_id, at } = data;
        // The contract has no frame of a role that changes.
        if (chat_id !== this.#chatId || member.joined_at !== at) return [];
        const { id: user_id, name } = member.user;
        return [{ id, type: 'participant:added', payload: { conversation_id, user_id, name } }];
      }
      case 'member_removed': {
        if (data.chat_id !== this.#chatId) return [];
        const payload = { conversation_id, user_id: data.user_id };
        return [{ id, type: 'participant:removed', payload }];
      }
      case 'chat_removed': {
        if (data.chat_id !== this.#chatId) return [];
        const payload = { conversation_id, user_id: this.#chatClient.user.id };
        return [{ id, type: 'participant:removed', payload }];
      }
      default:
        // The contract has no frame of it.
        return [];
    }
  }

  #onTyping(userIds: readonly number[]): void {
    const before = this.#typing;
    this.#typing = userIds;
    const send = (user_id: number, is_typing: boolean): void => {
      this.#onFrame({ type: 'typing', payload: { user_id, is_typing } });
    };
    for (const id of userIds) if (!before.includes(id)) send(id, true);
    for (const id of before) if (!userIds.includes(id)) send(id, false);
  }

  #toMessage(message: NativeMessage): Message {
    const { uuid, author_id, text, attachments, reply_to, client_id } = message;
    if (this.#uuids.size >= MAX_KNOWN) this.#uuids.clear();
    this.#uuids.set(message.id, uuid);
    const names = attachments.map(({ name }) => name).join(', ');
    const fileNames = names === '' ? '' : `📎 ${names}`;
    return {
      id: uuid,
      conversation_id: this.#conversationId,
      sender_id: author_id,
      text: text === '' ? fileNames : text,
      reply_to: reply_to?.uuid ?? null,
      is_edited: message.edited_at !== null,
      ...(client_id !== null && { client_id }),
      created_at: message.created_at,
    };
  }

  async #uuidOf(messageId: number): Promise<string> {
    const known = this.#uuids.get(messageId);
    if (known !== undefined) return known;
    const { uuid } = await this.#chatClient.api.message(messageId);
    this.#uuids.set(messageId, uuid);
    return uuid;
  }
}
