import { useEffect, useState } from 'react';

import type { Message } from '../../../index.ts';
import { useClient } from '../../../react/context.ts';

const NO_TEXTS: ReadonlyMap<number, string> = new Map();

/**
 * The texts of deleted messages among `messages`, by id: for admins. They are empty until they are
 * read, and if they cannot be.
 */
export function useDeletedTexts(
  chatId: number,
  messages: readonly Message[],
  isShown: boolean,
): ReadonlyMap<number, string> {
  const { http } = useClient();
  const [texts, setTexts] = useState(NO_TEXTS);
  const missing = isShown
    ? messages.filter(({ id, deleted_at }) => deleted_at !== null && !texts.has(id))
    : [];
  const firstId = missing[0]?.id ?? 0;
  const lastId = missing.at(-1)?.id ?? 0;
  useEffect(() => {
    if (firstId === 0) return;
    let isCurrent = true;
    const read = async (): Promise<void> => {
      // Most users never read them.
      const { SchoolApi } = await import('../schoolApi.ts');
      const found = await new SchoolApi(http).deletedTexts(chatId, firstId, lastId);
      if (isCurrent) setTexts((known) => new Map([...known, ...found]));
    };
    read().catch(() => undefined);
    return () => {
      isCurrent = false;
    };
  }, [http, chatId, firstId, lastId]);
  return isShown ? texts : NO_TEXTS;
}
