import { readFileSync } from 'node:fs';

import { useStrings, type Strings } from '@vestnik/ui/i18n';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';

import { catalogues } from '../src/app/hostStrings/catalogues.ts';
import { KitStringsProvider } from '../src/app/hostStrings/index.tsx';

type Catalogue = Strings<Readonly<Record<string, unknown>>>;

/** All plain strings of a catalogue. */
function StringList({ catalogue }: { catalogue: Catalogue }) {
  const strings = useStrings(catalogue);
  return Object.values(strings)
    .filter((value) => typeof value === 'string')
    .join('|');
}

function plainStrings(catalogue: Catalogue): [string, string][] {
  return Object.entries(catalogue.ru).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[key, value]] : [],
  );
}

test.each(Object.entries(catalogues) as [string, Catalogue][])(
  'a host replaces single strings of %s',
  (part, catalogue) => {
    const [key, former] = plainStrings(catalogue)[0] ?? ['', ''];
    const replacements = { [part]: { ru: { [key]: 'Replaced' } } };
    const shown = renderToStaticMarkup(
      <KitStringsProvider replacements={replacements}>
        <StringList catalogue={catalogue} />
      </KitStringsProvider>,
    ).split('|');

    const before = renderToStaticMarkup(<StringList catalogue={catalogue} />).split('|');
    expect(shown.filter((text) => text === 'Replaced')).toHaveLength(1);
    expect(shown).toEqual(before.map((text) => (text === former ? 'Replaced' : text)));
  },
);

const MODULES = import.meta.glob<object>('../src/**/*trings.ts', { eager: true });
const SOURCES = import.meta.glob<string>('../src/**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

test('a host can replace the strings of every folder', () => {
  const defining = Object.keys(SOURCES).filter((file) => SOURCES[file]?.includes('defineStrings('));
  const known = new Set<unknown>(Object.values(catalogues));
  const missing = defining.filter(
    (file) => !Object.values(MODULES[file] ?? {}).some((value) => known.has(value)),
  );
  expect(missing).toEqual([]);
  expect(defining).toHaveLength(known.size);
});

test('the README names each part whose strings can be replaced', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const unnamed = Object.keys(catalogues).filter((part) => !readme.includes(`\`${part}\``));
  expect(unnamed).toEqual([]);
});
