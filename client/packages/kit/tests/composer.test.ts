import { describe, expect, it } from 'vitest';

import {
  acceptFiles,
  DEFAULT_ATTACHMENT_RULES,
  transferredFiles,
} from '../src/composer/attachmentRules.ts';
import { formatFileSize } from '../src/fileSize.ts';
import { toggleFormat } from '../src/composer/formatting.ts';
import { countCharacters, lengthState, MAX_MESSAGE_LENGTH } from '../src/composer/length.ts';
import { markerOf, type Marker } from '../src/composer/markers.ts';

describe('length', () => {
  it('counts an emoji as one character', () => {
    expect(countCharacters('😀'.repeat(MAX_MESSAGE_LENGTH))).toBe(MAX_MESSAGE_LENGTH);
    expect(lengthState('😀'.repeat(100), 100).isTooLong).toBe(false);
    expect(lengthState('😀'.repeat(101), 100)).toEqual({ charactersLeft: -1, isTooLong: true });
  });

  it('shows the counter only near the limit', () => {
    expect(lengthState('я'.repeat(1_899), 2_000).charactersLeft).toBeNull();
    expect(lengthState('я'.repeat(1_900), 2_000).charactersLeft).toBe(100);
    expect(lengthState('я'.repeat(2_000), 2_000)).toEqual({ charactersLeft: 0, isTooLong: false });
  });
});

describe('formatting', () => {
  /** `[` and `]` are the ends of the selection. */
  const select = (marked: string) => ({
    text: marked.replace(/[[\]]/gu, ''),
    start: marked.indexOf('['),
    end: marked.indexOf(']') - 1,
  });
  const format = (marked: string, marker: Marker) => {
    const { text, start, end } = toggleFormat(select(marked), marker);
    return `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`;
  };

  it.each<[string, Marker, string]>([
    ['a [b] c', '**', 'a **[b]** c'],
    ['a **[b]** c', '**', 'a [b] c'],
    ['a [**b**] c', '**', 'a [b] c'],
    ['[ b ]', '_', ' _[b]_ '],
    ['[]', '`', '`[]`'],
    ['**[]**', '**', '[]'],
    ['[😀]', '`', '`[😀]`'],
    ['[**]', '**', '[**]'],
    ['[***]', '**', '[***]'],
    ['[https://a.ru/]', '**', '**[https://a.ru/]**'],
    ['при[став]ка', '**', 'при**[став]**ка'],
    ['при[став]ка', '_', '_[приставка]_'],
    ['5[3]4', '**', '**[534]**'],
    ['snake_[case]', '_', '_[snake_case]_'],
    ['__[init]__', '_', '__[init]__'],
    ['да/[нет]!', '_', '_[да/нет!]_'],
    ['[a **b** c]', '**', '**[a b c]**'],
    ['[x**2]', '**', '**[x**2]**'],
    ['[a\n\nb] c', '**', '**[a**\n\n**b]** c'],
  ])('toggles %s with %s to %s', (before, marker, after) => {
    expect(format(before, marker)).toBe(after);
  });

  it('is by the position of the key, with Ctrl or ⌘ alone', () => {
    const chord = { code: 'KeyB', ctrlKey: true, metaKey: false, altKey: false, shiftKey: false };
    expect(markerOf(chord)).toBe('**');
    expect(markerOf({ ...chord, code: 'KeyE' })).toBe('`');
    expect(markerOf({ ...chord, ctrlKey: false, metaKey: true, code: 'KeyI' })).toBe('_');
    expect(markerOf({ ...chord, altKey: true })).toBeNull();
    expect(markerOf({ ...chord, shiftKey: true })).toBeNull();
    expect(markerOf({ ...chord, ctrlKey: false })).toBeNull();
    expect(markerOf({ ...chord, code: 'KeyX' })).toBeNull();
  });
});

describe('attachments', () => {
  const file = (name: string, size = 1, type = 'image/png') => ({ name, size, type });
  const images = { ...DEFAULT_ATTACHMENT_RULES, isImagesOnly: true };

  it('accepts as many files as the message has room for', () => {
    const files = ['a', 'b', 'c'].map((name) => file(name));
    const { accepted, rejected } = acceptFiles(files, DEFAULT_ATTACHMENT_RULES, 8);
    expect(accepted).toEqual(files.slice(0, 2));
    expect(rejected).toEqual([{ name: 'c', reason: 'tooMany' }]);
  });

  it('a rejected file takes no room', () => {
    const rules = { ...DEFAULT_ATTACHMENT_RULES, maxCount: 1, maxBytes: 10 };
    const files = [file('large', 11), file('empty', 0), file('fits', 10)];
    const { accepted, rejected } = acceptFiles(files, rules, 0);
    expect(accepted).toEqual([files[2]]);
    expect(rejected.map(({ reason }) => reason)).toEqual(['tooLarge', 'empty']);
  });

  it('accepts only images where nothing else is allowed', () => {
    const files = [
      file('a.jpg', 1, 'IMAGE/JPEG'),
      file('b.svg', 1, 'image/svg+xml'),
      file('c', 1, ''),
    ];
    const { accepted, rejected } = acceptFiles(files, images, 0);
    expect(accepted).toEqual([files[0]]);
    expect(rejected.map(({ name, reason }) => [name, reason])).toEqual([
      ['b.svg', 'notAnImage'],
      ['c', 'notAnImage'],
    ]);
  });

  it('prefers pasted text to the picture of it', () => {
    const files = [new File(['x'], 'table.png')];
    expect(transferredFiles({ files, types: ['Files'] })).toEqual(files);
    expect(transferredFiles({ files, types: ['text/plain', 'Files'] })).toEqual([]);
  });
});

describe('file sizes', () => {
  it.each([
    [0, '0 B'],
    [1_023, '1,023 B'],
    [83_211, '81 KB'],
    [1_500_000, '1.4 MB'],
    [500 * 1024 * 1024, '500 MB'],
    [3 * 1024 ** 4, '3,072 GB'],
  ])('shows %i bytes as %s', (bytes, text) => {
    expect(formatFileSize(bytes, 'en')).toBe(text);
  });

  it('is in the words of the language', () => {
    expect(formatFileSize(1_500_000, 'ru')).toBe('1,4 МБ');
  });
});
