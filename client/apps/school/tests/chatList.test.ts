import { describe, expect, it } from 'vitest';

import { targetIndex } from '../src/features/chats/arrowNavigation.ts';
import { matchesQuery, normalizeForSearch } from '../src/features/chats/chatSearch.ts';
import { toSingleLine } from '../src/features/chats/preview.ts';
import { sampleChat, sampleMessage } from './samples.ts';

const CHAT = sampleChat({ last_message: sampleMessage({ id: 3, text: 'Жду в четверг' }) });

describe('search', () => {
  const isFound = (query: string) => matchesQuery(CHAT, 'Артём Кузнецов', query);

  it.each(['артем', 'АРТЁМ', 'кузнецов арт', 'четв', 'артём четверг', '', '  '])(
    'finds a chat by name and last message: %j',
    (query) => {
      expect(isFound(query)).toBe(true);
    },
  );

  it.each(['полина', 'артём среда'])('requires every word: %j', (query) => {
    expect(isFound(query)).toBe(false);
  });

  it('finds a chat without messages by name', () => {
    expect(matchesQuery(sampleChat(), 'Артём Кузнецов', 'артём')).toBe(true);
  });

  it('treats decomposed letters as the same', () => {
    expect(normalizeForSearch('Артём'.normalize('NFD'))).toBe('артем');
  });
});

it('shows a preview in one line', () => {
  expect(toSingleLine(' Первое:\n\n  второе\t')).toBe('Первое: второе');
  expect(toSingleLine('я'.repeat(10_000))).toHaveLength(160);
});

describe('arrow keys', () => {
  it('move within the list and stop at its ends', () => {
    expect(targetIndex('ArrowDown', 0, 3, false)).toBe(1);
    expect(targetIndex('ArrowDown', 2, 3, false)).toBe(2);
    expect(targetIndex('ArrowUp', 0, 3, false)).toBe(0);
    expect(targetIndex('End', 0, 3, false)).toBe(2);
  });

  it('lead from the field into the list downwards only', () => {
    expect(targetIndex('ArrowDown', -1, 3, true)).toBe(0);
    expect(targetIndex('Home', -1, 3, true)).toBeNull();
  });

  it('have their own meaning elsewhere', () => {
    expect(targetIndex('ArrowDown', -1, 3, false)).toBeNull();
    expect(targetIndex('Enter', 0, 3, false)).toBeNull();
    expect(targetIndex('ArrowDown', 0, 0, false)).toBeNull();
  });
});
