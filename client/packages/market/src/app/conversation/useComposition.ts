import type { ComposerMessage, PendingAttachment } from '@vestnik/kit/composer';
import { useAttachedFiles } from '@vestnik/kit/headless';
import { quoteOf, type Message, type Quote } from '@vestnik/sdk';
import { useSend } from '@vestnik/sdk/react';
import { useCallback, useState } from 'react';

import { useMarket } from '../MarketContext.tsx';

/** Messages of a chat that may wait to be sent. */
const MAX_PENDING = 50;

/** What is being written in a chat. */
export interface Composition {
  readonly chatId: number;
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly replyTo: Quote | null;
  readonly reply: (message: Message) => void;
  readonly cancelReply: () => void;
  readonly files: readonly PendingAttachment[];
  readonly addFiles: (files: readonly File[]) => void;
  readonly removeFile: (key: string) => void;
  readonly send: (message: ComposerMessage) => void;
  /** Counts what was sent: then the log goes to its end. */
  readonly sentCount: number;
  /** So many messages wait that another one is not taken. */
  readonly isFull: boolean;
  readonly hasPending: boolean;
}

export function useComposition(chatId: number, pendingCount: number): Composition {
  const { visitor, side } = useMarket();
  const { mutate: send } = useSend(chatId);
  const files = useAttachedFiles();
  const conversation = `${side}:${chatId}`;
  const [text, setText] = useState(() => visitor.drafts.of(conversation)?.text ?? '');
  const [replyTo, setReplyTo] = useState<Quote | null>(null);
  const [sentCount, setSentCount] = useState(0);
  const [wasRefused, setWasRefused] = useState(false);
  const change = (changed: string) => {
    setText(changed);
    visitor.drafts.keep(conversation, { text: changed });
  };
  const reply = useCallback((message: Message) => {
    setReplyTo(quoteOf(message));
  }, []);
  return {
    chatId,
    text,
    setText: change,
    replyTo,
    reply,
    cancelReply: () => {
      setReplyTo(null);
    },
    files: files.items,
    addFiles: files.add,
    removeFile: files.remove,
    send: (message) => {
      setWasRefused(pendingCount >= MAX_PENDING);
      if (pendingCount >= MAX_PENDING) return;
      send({ text: message.text, replyTo, files: files.toSend() });
      files.clear();
      change('');
      setReplyTo(null);
      setSentCount((count) => count + 1);
    },
    sentCount,
    isFull: wasRefused && pendingCount >= MAX_PENDING,
    hasPending: pendingCount > 0,
  };
}
