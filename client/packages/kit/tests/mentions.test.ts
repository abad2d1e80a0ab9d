import type { Member } from '@vestnik/sdk/model';
import { describe, expect, it } from 'vitest';

import { mentionQuery, mentionsIn, mentionSuggestions } from '../src/composer/mentions.ts';
import { member } from './support.ts';

describe('the query of a mention', () => {
  const query = (text: string) => mentionQuery(text, text.length);

  it.each([
    ['@', { start: 0, query: '' }],
    ['привет, @ан', { start: 8, query: 'ан' }],
    ['(@Анна Со', { start: 1, query: 'Анна Со' }],
    ["@Жан-Поль д'А.", { start: 0, query: "Жан-Поль д'А." }],
    ['a@b @в', { start: 4, query: 'в' }],
  ])('is read from %s', (text, expected) => {
    expect(query(text)).toEqual(expected);
  });

  it.each([
    '',
    'привет',
    'mail@example',
    '@ анна',
    '@@',
    '@анна!',
    '@анна\n',
    `@${'а'.repeat(61)}`,
  ])('is absent from %s', (text) => {
    expect(query(text)).toBeNull();
  });

  it('ends at the caret', () => {
    expect(mentionQuery('@анна', 3)).toEqual({ start: 0, query: 'ан' });
    expect(mentionQuery('@анна', 0)).toBeNull();
  });
});

describe('suggestions', () => {
  const members = [
    member(1, 'Пётр Андреев'),
    member(2, 'Анна Соколова'),
    member(3, 'Анастасия Ким'),
    member(4, ''),
  ];
  const names = (found: readonly Member[]) => found.map(({ user }) => user.name);

  it('match the beginnings of words, of the whole name first', () => {
    expect(names(mentionSuggestions(members, 'ан', null))).toEqual([
      'Анна Соколова',
      'Анастасия Ким',
      'Пётр Андреев',
    ]);
    expect(names(mentionSuggestions(members, 'анна со', null))).toEqual(['Анна Соколова']);
  });

  it('ignore case and the dots of ё', () => {
    expect(names(mentionSuggestions(members, 'ПЕТР', null))).toEqual(['Пётр Андреев']);
  });

  it('leave out the caller and deleted users', () => {
    expect(names(mentionSuggestions(members, '', 2))).toEqual(['Пётр Андреев', 'Анастасия Ким']);
  });

  it('are at most eight', () => {
    const many = Array.from({ length: 20 }, (_, id) => member(id, `Анна ${id}`));
    expect(mentionSuggestions(many, 'анна', null)).toHaveLength(8);
  });
});

describe('mentions of chosen members', () => {
  const anna = { userId: 2, name: 'Анна' };
  const annaS = { userId: 3, name: 'Анна Соколова' };
  const at = (user_id: number, start: number, end: number) => ({ user_id, start, end });

  it('stand where the text still has the name', () => {
    expect(mentionsIn('🌸 @Анна, и @Анна', [anna, anna])).toEqual([at(2, 3, 8), at(2, 12, 17)]);
    expect(mentionsIn('Анна', [anna])).toEqual([]);
  });

  it('are of the longest name', () => {
    expect(mentionsIn('@Анна Соколова', [anna, annaS])).toEqual([at(3, 0, 14)]);
  });

  it('are of all who were chosen of one name', () => {
    const other = { userId: 4, name: 'Анна' };
    expect(mentionsIn('@Анна', [anna, other])).toEqual([at(2, 0, 5), at(4, 0, 5)]);
  });

  it('need the name as a whole word', () => {
    expect(mentionsIn('@Аннабель x@Анна', [anna])).toEqual([]);
    expect(mentionsIn('@Аннабель @Анна!', [anna])).toEqual([at(2, 10, 15)]);
  });
});
