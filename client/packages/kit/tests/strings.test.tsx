import { useText, type Messages } from '@vestnik/ui/i18n';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';

import { catalogues } from '../src/strings/catalogues.ts';
import { KitStringsProvider } from '../src/strings/index.tsx';

type Catalogue = Messages<Readonly<Record<string, unknown>>>;

/** All plain strings of a catalogue. */
function Strings({ catalogue }: { catalogue: Catalogue }) {
  const strings = useText(catalogue);
  return Object.values(strings)
    .filter((value) => typeof value === 'string')
    .join('|');
}

test.each(Object.entries(catalogues) as [string, Catalogue][])(
  'a host replaces single strings of %s',
  (part, catalogue) => {
    const [key, former] =
      Object.entries(catalogue.ru).find(([, value]) => typeof value === 'string') ?? [];
    const replacements = { [part]: { ru: { [String(key)]: 'Replaced' } } };
    const shown = renderToStaticMarkup(
      <KitStringsProvider replacements={replacements}>
        <Strings catalogue={catalogue} />
      </KitStringsProvider>,
    ).split('|');

    const before = renderToStaticMarkup(<Strings catalogue={catalogue} />).split('|');
    expect(shown.filter((text) => text === 'Replaced')).toHaveLength(1);
    expect(shown).toEqual(before.map((text) => (text === String(former) ? 'Replaced' : text)));
  },
);
