import type { ComposerMessage, PendingAttachment } from '@vestnik/kit/composer';
import { quoteOf, randomUuid, type FileToSend, type Message, type Quote } from '@vestnik/sdk';
import { useSend } from '@vestnik/sdk/react';
import { useCallback, useState } from 'react';

import { useMarket } from '../MarketContext.tsx';

/** Messages of a chat that may wait to be sent. */
const MAX_PENDING = 50;

/** What is being written in a chat. */
export interface Composition {
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
  const { send } = useSend(chatId);
  const files = useFiles();
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

interface Files {
  readonly items: readonly PendingAttachment[];
  readonly add: (files: readonly File[]) => void;
  readonly remove: (key: string) => void;
  readonly clear: () => void;
  readonly toSend: () => readonly FileToSend[];
}

/** The pictures of the message that is being written. The outbox uploads them with the message. */
function useFiles(): Files {
  const [items, setItems] = useState<readonly PendingAttachment[]>([]);
  const prepare = async ({ key, file }: PendingAttachment) => {
    const prepared = await compressed(file);
    setItems((before) =>
      before.map((item) =>
        item.key === key ? { ...item, file: prepared, state: 'ready', progress: 1 } : item,
      ),
    );
  };
  return {
    items,
    add: (files) => {
      const added = files.map(
        (file) => ({ key: randomUuid(), file, state: 'preparing', progress: 0 }) as const,
      );
      setItems((before) => [...before, ...added]);
      for (const item of added) void prepare(item);
    },
    remove: (key) => {
      setItems((before) => before.filter((item) => item.key !== key));
    },
    clear: () => {
      setItems([]);
    },
    toSend: () => items.map(({ file }) => ({ blob: file, name: file.name })),
  };
}

/** Photos are scaled down; what cannot be is sent as it is. */
async function compressed(file: File): Promise<File> {
  try {
    const { compressImage } = await import('./compressImage.ts');
    return await compressImage(file);
  } catch {
    return file;
  }
}
