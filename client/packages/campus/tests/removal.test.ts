import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';

import { chatKeys, noteRemoval } from '../src/model/services/chatQueries.ts';
import type { Conversation } from '../src/model/types/chat.ts';
import { conversation } from './samples.ts';

const queryKey = chatKeys.conversations;

/** An answer of the server that is on its way. */
function answer(): { promised: Promise<Conversation[]>; give: (list: Conversation[]) => void } {
  let give: (list: Conversation[]) => void = () => undefined;
  const promised = new Promise<Conversation[]>((resolve) => {
    give = resolve;
  });
  return { promised, give };
}

function ids(queries: QueryClient): string[] | undefined {
  return queries.getQueryData<Conversation[]>(queryKey)?.map(({ id }) => id);
}

test('a list that was asked for before one was removed does not bring the conversation back', async () => {
  const queries = new QueryClient();
  const both = [conversation({ id: 'c0' }), conversation()];
  queries.setQueryData(queryKey, both);
  const late = answer();
  const asked = queries.query({ queryKey, queryFn: () => late.promised }).catch(() => null);
  noteRemoval(queries, 'c1');
  expect(ids(queries)).toEqual(['c0']);
  late.give(both);
  await asked;
  expect(ids(queries)).toEqual(['c0']);

  await queries.query({ queryKey, queryFn: () => both });
  expect(ids(queries)).toEqual(['c0', 'c1']);
});

test('the first list of all is waited for', async () => {
  const queries = new QueryClient();
  const late = answer();
  const asked = queries.query({ queryKey, queryFn: () => late.promised });
  noteRemoval(queries, 'c1');
  late.give([conversation({ id: 'c0' })]);
  await asked;
  expect(ids(queries)).toEqual(['c0']);
});
