/** What a server renders: it does not know who reads it. */
import { renderToString } from 'react-dom/server';
import { expect, test, vi } from 'vitest';

test('a server renders Russian, whatever its own language is', async () => {
  vi.stubGlobal('navigator', { languages: ['en-GB'] });
  const { useLanguage } = await import('../src/i18n/language.ts');
  const Language = () => <p>{useLanguage().language}</p>;
  expect(renderToString(<Language />)).toBe('<p>ru</p>');
  vi.unstubAllGlobals();
});
