import { expect, test } from 'vitest';

import { searchMessages, type LocalTerms } from '../src/sync/localSearch.ts';
import { sampleMessage } from './samples.ts';

const MESSAGES = [
  sampleMessage({ id: 11, text: 'Ёлка стоит у окна' }),
  sampleMessage({ id: 12, text: 'Про ЕЛКУ: https://example.org', author_id: 3 }),
  sampleMessage({ id: 13, text: 'Мой лес', chat_id: 2 }),
  sampleMessage({ id: 14, text: 'Ёлка', deleted_at: '2026-01-17T12:00:00Z' }),
  sampleMessage({ id: 15, text: 'Café déjà vu' }),
];

function found(terms: LocalTerms): number[] {
  return searchMessages(MESSAGES, terms, () => null).map(({ message }) => message.id);
}

test.each<[string, number[]]>([
  ['елк', [12, 11]],
  ['ЁЛК', [12, 11]],
  ['окно', []],
  ['окна ёлка', [11]],
  ['cafe DEJA', [15]],
  ['мои', []],
  ['мой', [13]],
  ['лка', []],
  ['  …  ', []],
])('%j finds the messages %j', (q, ids) => {
  expect(found({ q })).toEqual(ids);
});

test('invisible characters hide no word', () => {
  const text = 'Пере\u{ad}сту\u{200b}пать границу';
  const messages = [sampleMessage({ id: 11, text })];
  for (const q of ['переступать', 'пе\u{ad}рест', '\u{feff}переступ']) {
    const [hit] = searchMessages(messages, { q }, () => null);
    expect(hit?.highlights).toEqual([{ start: 0, end: 13 }]);
  }
  expect(searchMessages(messages, { q: 'ступать' }, () => null)).toEqual([]);
});

test('filters narrow the search', () => {
  expect(found({ q: 'елк', author_id: 3 })).toEqual([12]);
  expect(found({ q: 'елк', has: 'link' })).toEqual([12]);
  expect(found({ q: 'елк', chat_id: 2 })).toEqual([]);
  expect(found({ q: 'елк', before: MESSAGES[1]?.created_at ?? '' })).toEqual([11]);
});

test('highlights are the found words of the text', () => {
  const [hit] = searchMessages(MESSAGES, { q: 'окн елк' }, () => 'Класс');
  expect(hit).toMatchObject({
    chat: { id: 1, title: 'Класс' },
    highlights: [
      { start: 0, end: 4 },
      { start: 13, end: 17 },
    ],
  });
});
