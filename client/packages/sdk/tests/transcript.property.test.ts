/** The export of a chat that is made to be read. */
import fc from 'fast-check';
import { School, type Replica } from '@vestnik/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { exportChat } from '../src/desk/exportFile.ts';

const piece = fc.constantFrom(
  ...[
    '<b>',
    '</span>',
    '</p>',
    '<!--',
    '-->',
    '<script>',
    '<',
    '>',
    '&',
    '&amp;',
    '&#60;',
    '"',
    "'",
  ],
  ...['*', '**', '_', '~~', '`', '```', '$', '\\', '\n', '\n\n', '\t', '\n> ', '\n- ', ' ', '  '],
  ...['слово', 'x', '5', '😀', '👨‍👩‍👧', 'é', '\u200b', '\u202e', '@Анна', 'https://a.ru/?a=1&b=2'],
);
const anyText = fc
  .array(fc.oneof({ weight: 4, arbitrary: piece }, fc.string({ unit: 'grapheme' })), {
    minLength: 1,
    maxLength: 20,
  })
  .map((pieces) => `начало ${pieces.join('')} конец`);

let school: School;
let replica: Replica;

beforeAll(async () => {
  school = await School.start();
  replica = await school.replica();
});

afterAll(() => school.stop());

test('a page made to be read shows every character of each text', async () => {
  const texts = fc.array(anyText, { minLength: 10, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(texts, async (written) => {
      const teacher = await school.person({ role: 'teacher' });
      const chatId = await school.chat(teacher, await school.person({ role: 'student' }));
      const stored: string[] = [];
      for (const text of written) stored.push((await school.send(chatId, teacher, text)).content);
      expect(await shownTexts(chatId)).toEqual(stored.map(withoutControls));
    }),
    { numRuns: 5, endOnFailure: true },
  );
});

async function shownTexts(chatId: number): Promise<string[]> {
  const auth = { token: () => school.admin.token };
  const http = { baseUrl: replica.url, auth, fetch };
  const { blob } = await exportChat(http, 'school', chatId, 'html', 'ru');
  const page = await blob.text();
  const shown = page.matchAll(/<span class="text"[^>]*>([^<]*)<\/span>/gu);
  return Array.from(shown, ([, text = '']) => unescaped(text));
}

/** Terminals act on them, so an export to read has none. */
function withoutControls(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]/gu, '');
}

function unescaped(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
