import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { excerptParts } from '../src/chats/highlight.ts';
import type { Highlight } from '../src/message/text/highlights.ts';
import { listTarget } from '../src/chats/listKeys.ts';
import { NO_SEARCH_FILTERS, searchParameters } from '../src/chats/searchFilters.ts';
import { globalShortcut, SHORTCUTS } from '../src/chats/shortcuts.ts';
import { dialogStrings } from '../src/chats/dialogStrings.ts';
import { menuTarget } from '../src/menu/menuKeys.ts';
import { matchesQuery, normalizeForSearch } from '../src/search.ts';

describe('a query', () => {
  const isFound = (query: string) => matchesQuery('Артём Кузнецов Жду в четверг', query);

  it.each(['артем', 'АРТЁМ', 'кузнецов арт', 'четв', '', '  '])(
    'matches parts of words: %j',
    (query) => {
      expect(isFound(query)).toBe(true);
    },
  );

  it.each(['полина', 'артём среда'])('requires every word: %j', (query) => {
    expect(isFound(query)).toBe(false);
  });

  it('treats decomposed letters as the same', () => {
    expect(normalizeForSearch('Артём'.normalize('NFD'))).toBe('артем');
  });

  it.each([
    ['José Ángel', 'jose angel'],
    ['Shane O’Neil', "shane o'neil"],
    ['Анна\u{a0}\u{202f} Соколова', 'анна соколова'],
    ['Со\u{ad}ко\u{200b}лова\u{feff}', 'соколова'],
    ['Андрей', 'андрей'],
    ['Анна\u{2011}Мария', 'анна-мария'],
  ])('compares %j as the server does', (text, folded) => {
    expect(normalizeForSearch(text)).toBe(folded);
    expect(normalizeForSearch(text.normalize('NFD'))).toBe(folded);
  });
});

describe('highlights', () => {
  const marked = (text: string, ranges: readonly Highlight[]) =>
    excerptParts(text, ranges)
      .map((part) => (part.isHighlighted ? `[${part.text}]` : part.text))
      .join('');

  it('are ranges of UTF-16 code units', () => {
    expect(
      marked('😀 дом и дом', [
        { start: 3, end: 6 },
        { start: 9, end: 12 },
      ]),
    ).toBe('😀 [дом] и [дом]');
  });

  it('cut through no emoji', () => {
    const family = '👨‍👩‍👧‍👦';
    const text = `${family.repeat(10)}дом${family.repeat(40)}`;
    const at = text.indexOf('дом');
    expect(marked(text, [{ start: at, end: at + 3 }])).toBe(
      `…${family.repeat(4)}[дом]${family.repeat(17)}…`,
    );
  });

  it('are in sight, however late the first one is', () => {
    const text = `${'слово '.repeat(100)}дом${' слово'.repeat(100)}`;
    const excerpt = marked(text, [{ start: 600, end: 603 }]);
    expect(excerpt).toMatch(/^…слово .*\[дом\] .*…$/u);
    expect(excerpt.indexOf('[дом]')).toBeLessThan(50);
    expect(excerpt.length).toBeLessThan(260);
  });

  it('that do not fit the text are left out', () => {
    const ranges = [
      { start: 0, end: 3 },
      { start: 2, end: 9 },
      { start: 5, end: 4 },
    ];
    expect(marked('дом', ranges)).toBe('[дом]');
  });

  it('lose and split no character of the excerpt', () => {
    const word = fc.constantFrom('а', '😀', ' ', '\n', 'ё', 'слово');
    const ranges = fc.array(fc.tuple(fc.nat(400), fc.nat(10)), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 200 }), ranges, (words, pairs) => {
        const text = words.join('');
        const sorted = pairs
          .map(([start, length]) => ({ start, end: start + length }))
          .sort((a, b) => a.start - b.start);
        const parts = excerptParts(text, sorted);
        const shown = parts
          .map((part) => part.text)
          .join('')
          .replaceAll('…', '');
        if (sorted.every(({ start, end }) => !splits(text, start) && !splits(text, end))) {
          // It throws at half of a surrogate pair.
          expect(() => encodeURIComponent(shown)).not.toThrow();
        }
        const simple = (value: string) => value.replace(/\s+/gu, '');
        expect(simple(text)).toContain(simple(shown));
      }),
    );
  });
});

function splits(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

describe('the parameters of a search', () => {
  it('have only what is chosen', () => {
    expect(searchParameters(' дом ', NO_SEARCH_FILTERS, 40)).toEqual({ q: 'дом' });
  });

  it('narrow to author, kind and the open chat', () => {
    const filters = { ...NO_SEARCH_FILTERS, authorId: 7, has: 'link', isThisChat: true } as const;
    expect(searchParameters('дом', filters, 40)).toEqual({
      q: 'дом',
      author_id: 7,
      has: 'link',
      chat_id: 40,
    });
    expect(searchParameters('дом', filters, null)).not.toHaveProperty('chat_id');
  });

  it('include the first and the last day', () => {
    const filters = { ...NO_SEARCH_FILTERS, from: '2026-03-31', to: '2026-03-31' };
    const { after = '', before = '' } = searchParameters('дом', filters, null);
    expect(new Date(after)).toEqual(new Date(2026, 2, 31));
    expect(new Date(before)).toEqual(new Date(2026, 3, 1));
    expect(searchParameters('дом', { ...filters, from: '31.3.' }, null)).not.toHaveProperty(
      'after',
    );
  });
});

describe('shortcuts', () => {
  const chord = (overrides: Partial<Parameters<typeof globalShortcut>[0]>) => ({
    key: '',
    code: '',
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...overrides,
  });

  it('are by the position of the key, in any layout', () => {
    const pressed = chord({ key: 'л', code: 'KeyK', ctrlKey: true });
    expect(globalShortcut(pressed, true)).toBe('quickSwitcher');
    expect(globalShortcut({ ...pressed, ctrlKey: false, metaKey: true }, true)).toBe(
      'quickSwitcher',
    );
    expect(globalShortcut({ ...pressed, shiftKey: true }, true)).toBeNull();
    expect(globalShortcut({ ...pressed, altKey: true }, true)).toBeNull();
    expect(globalShortcut({ ...pressed, ctrlKey: false }, false)).toBeNull();
  });

  it('a question mark is a character in a field', () => {
    const question = chord({ key: '?', code: 'Slash', shiftKey: true });
    expect(globalShortcut(question, false)).toBe('shortcuts');
    expect(globalShortcut(question, true)).toBeNull();
  });

  it('have words in both languages, and no action twice', () => {
    const actions = SHORTCUTS.map(({ action }) => action);
    expect(new Set(actions).size).toBe(actions.length);
    for (const words of [dialogStrings.ru, dialogStrings.en]) {
      expect(Object.keys(words.shortcut).sort()).toEqual([...actions].sort());
    }
  });
});

describe('the keys of lists', () => {
  it('go round, from the field to the first and the last', () => {
    expect(listTarget('ArrowDown', -1, 3)).toBe(0);
    expect(listTarget('ArrowDown', 2, 3)).toBe(0);
    expect(listTarget('ArrowUp', 0, 3)).toBe(2);
    expect(listTarget('ArrowDown', 0, 0)).toBeNull();
    expect(listTarget('a', 0, 3)).toBeNull();
  });

  it('find an item of a menu by its first letter', () => {
    const labels = ['Закрепить', 'В архив', 'Звук'];
    expect(menuTarget('з', 0, labels)).toBe(2);
    expect(menuTarget('З', 2, labels)).toBe(0);
    expect(menuTarget('ю', 0, labels)).toBeNull();
    expect(menuTarget('End', 0, labels)).toBe(2);
    expect(menuTarget('ArrowUp', 0, labels)).toBe(2);
    expect(menuTarget('Enter', 0, labels)).toBeNull();
  });
});
