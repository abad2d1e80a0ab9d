import { useEffect, useMemo, useState } from 'react';

import { toVestnikError, type Message, type VestnikError } from '../../../index.ts';
import { useClient } from '../../../react/context.ts';
import { queryResult, type QueryResult } from '../../../react/result.ts';

const NO_TEXTS: ReadonlyMap<number, string> = new Map();

/** The texts of deleted messages among `messages`, by id, as far as they are read: for admins. */
export function useDeletedTexts(
  chatId: number,
  messages: readonly Message[],
  isShown: boolean,
): QueryResult<ReadonlyMap<number, string>> {
  const { http } = useClient();
  const [texts, setTexts] = useState(NO_TEXTS);
  const [error, setError] = useState<VestnikError | null>(null);
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
      if (!isCurrent) return;
      setTexts((known) => new Map([...known, ...found]));
      setError(null);
    };
    read().catch((thrown: unknown) => {
      if (isCurrent) setError(toVestnikError(thrown));
    });
    return () => {
      isCurrent = false;
    };
  }, [http, chatId, firstId, lastId]);
  const data = isShown ? texts : NO_TEXTS;
  return useMemo(() => queryResult(data, error), [data, error]);
}
