import { build, type Plugin, type Rolldown } from 'vite';
import { expect, test } from 'vitest';

import { oneLanguage } from '../scripts/oneLanguage.ts';

const ENTRY = `
  import { defineStrings } from 'words';
  export const strings = defineStrings({
    ru: { hello: 'Привет', codes: { en: 'код' } },
    en: { hello: 'Hello', codes: { en: 'code' } },
  });
`;

/** The script of an entry with words. */
async function builtIn(language: 'ru' | 'en', entry = ENTRY): Promise<string> {
  const source: Plugin = {
    name: 'test:entry',
    resolveId: (id) => (id === 'entry' ? id : null),
    load: (id) => (id === 'entry' ? entry : null),
  };
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [source, oneLanguage(language)],
    build: {
      write: false,
      rolldownOptions: { input: 'entry', external: 'words', preserveEntrySignatures: 'strict' },
    },
  });
  const [{ output }] = [built].flat() as [Rolldown.RolldownOutput];
  return output[0].code;
}

test('a build contains only its language’s strings', async () => {
  const russian = await builtIn('ru');
  expect(russian).toContain('Привет');
  expect(russian).toContain('код');
  expect(russian).not.toContain('Hello');
  const english = await builtIn('en');
  expect(english).toContain('Hello');
  expect(english).not.toContain('Привет');
});

test('strings that cannot be split fail the build', async () => {
  const entry = "import { defineStrings } from 'words'; export default defineStrings({});";
  await expect(builtIn('ru', entry)).rejects.toThrow('defineStrings without two languages');
});
