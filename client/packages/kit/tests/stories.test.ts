/** The README claims that every component has a story. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import * as strings from '../src/app/hostStrings/index.tsx';
import * as app from '../src/app/index.ts';
import * as chats from '../src/chats/index.ts';
import * as composer from '../src/composer/index.ts';
import * as menu from '../src/menu/index.ts';
import * as message from '../src/message/index.ts';
import * as pdf from '../src/message/pdf/index.ts';
import manifest from '../package.json' with { type: 'json' };

/** The entries of the package that export components, by name. */
const ENTRIES: Readonly<Record<string, object>> = {
  './app': app,
  './chats': chats,
  './composer': composer,
  './menu': menu,
  './message': message,
  './pdf': pdf,
  './strings': strings,
};
const WITHOUT_COMPONENTS = ['./fileSize', './lazyPart', './pdfWorker', './styles.css'];

const STORIES = fileURLToPath(new URL('../stories/', import.meta.url));

function storySources(): string {
  return readdirSync(STORIES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx'))
    .map((name) => readFileSync(join(STORIES, name), 'utf8'))
    .join('\n');
}

/** A function, or what `memo` and `lazy` make of one. */
function isComponent([name, value]: [string, unknown]): boolean {
  const isRendered =
    typeof value === 'function' ||
    (typeof value === 'object' && value !== null && '$$typeof' in value);
  return /^[A-Z][a-z]/.test(name) && isRendered;
}

test('the entries with components are those of the package', () => {
  const known = [...Object.keys(ENTRIES), ...WITHOUT_COMPONENTS];
  expect(known.toSorted()).toEqual(Object.keys(manifest.exports).toSorted());
});

test.each(Object.entries(ENTRIES))('each component of %s is in a story', (_entry, exported) => {
  const sources = storySources();
  const names = Object.entries(exported)
    .filter(isComponent)
    .map(([name]) => name);
  const isShown = (name: string) => new RegExp(`(<|component: )${name}\\b`).test(sources);
  expect(names.filter((name) => !isShown(name))).toEqual([]);
});
