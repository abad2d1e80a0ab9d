import type { ChatItem } from '@vestnik/sdk';
import { describe, expect, it } from 'vitest';

import { placeOf } from '../src/features/chats/arrows.ts';
import { oneLine } from '../src/features/chats/preview.ts';
import { fold, matches } from '../src/features/chats/search.ts';

function chat(content: string | null): ChatItem {
  return {
    id: 1,
    participant: { id: 2, name: 'Артём Кузнецов', role: 'student' },
    last_message:
      content === null
        ? null
        : { id: 3, sender_id: 2, content, created_at: '2025-01-17T15:30:00Z' },
    unread_count: 0,
  };
}

describe('search', () => {
  const isFound = (query: string) => matches(chat('Жду в четверг'), 'Артём Кузнецов', query);

  it.each(['артем', 'АРТЁМ', 'кузнецов арт', 'четв', 'артём четверг', '', '  '])(
    'finds_by_name_and_preview: %j',
    (query) => {
      expect(isFound(query)).toBe(true);
    },
  );

  it.each(['полина', 'артём среда'])('every_word_must_be_there: %j', (query) => {
    expect(isFound(query)).toBe(false);
  });

  it('a_chat_without_messages_is_found_by_name', () => {
    expect(matches(chat(null), 'Артём Кузнецов', 'артём')).toBe(true);
  });

  it('decomposed_letters_are_the_same_letters', () => {
    expect(fold('Артём'.normalize('NFD'))).toBe('артем');
  });
});

it('a_preview_is_one_line', () => {
  expect(oneLine(' Первое:\n\n  второе\t')).toBe('Первое: второе');
  expect(oneLine('я'.repeat(10_000))).toHaveLength(160);
});

describe('arrows', () => {
  it('move_within_the_list_and_stop_at_its_ends', () => {
    expect(placeOf('ArrowDown', 0, 3, false)).toBe(1);
    expect(placeOf('ArrowDown', 2, 3, false)).toBe(2);
    expect(placeOf('ArrowUp', 0, 3, false)).toBe(0);
    expect(placeOf('End', 0, 3, false)).toBe(2);
  });

  it('lead_from_the_field_into_the_list_downwards_only', () => {
    expect(placeOf('ArrowDown', -1, 3, true)).toBe(0);
    expect(placeOf('Home', -1, 3, true)).toBeNull();
  });

  it('keep_their_meaning_elsewhere', () => {
    expect(placeOf('ArrowDown', -1, 3, false)).toBeNull();
    expect(placeOf('Enter', 0, 3, false)).toBeNull();
    expect(placeOf('ArrowDown', 0, 0, false)).toBeNull();
  });
});
