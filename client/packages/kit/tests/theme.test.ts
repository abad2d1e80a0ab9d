import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

const packages = fileURLToPath(new URL('../../', import.meta.url));

function read(path: string): string {
  return readFileSync(`${packages}${path}`, 'utf8');
}

function names(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort();
}

/** What the host sets for its own layout, and no component of the kit reads. */
const OF_APPLICATIONS = ['--nav-width'];

test('the README documents the custom properties of the theme, and no others', () => {
  const [, theme = ''] = read('kit/README.md').split('## Theme');
  const documented = names(theme, /`(--[a-z0-9-]+)`/g);
  const defined = names(read('ui/src/tokens.css'), /^\s*(--[a-z0-9-]+):/gm);
  expect(documented).toEqual(defined.filter((name) => !OF_APPLICATIONS.includes(name)));
});

test('styles use no custom properties but those of the theme and their own', () => {
  const sources = ['ui/src', 'kit/src'].flatMap((folder) =>
    readdirSync(packages + folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(css|tsx)$/.test(name))
      .map((name) => read(`${folder}/${name}`)),
  );
  const used = sources.flatMap((source) => names(source, /var\((--[a-z0-9-]+)/g));
  const set = new Set(sources.flatMap((source) => names(source, /(--[a-z0-9-]+)'?:/g)));
  expect(used.length).toBeGreaterThan(50);
  expect(used.filter((name) => !set.has(name))).toEqual([]);
});
