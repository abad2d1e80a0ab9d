/** Classes of style sheets, of which TypeScript accepts any name. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

const CLIENT = join(import.meta.dirname, '../..');
const SHEET_IMPORT = /import (\w+) from '([^']+\.module\.css)'/g;

interface StyleUses {
  readonly names: Set<string>;
  /** Some names are computed, as `styles[variant]`. */
  hasComputed: boolean;
}

/** The sources of all packages and applications. */
const sources = ['packages', 'apps']
  .flatMap((folder) => readdirSync(join(CLIENT, folder)).map((name) => join(CLIENT, folder, name)))
  .map((folder) => join(folder, 'src'))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );

/** The classes that components use, by style sheet. */
function findStyleUses(): Map<string, StyleUses> {
  const uses = new Map<string, StyleUses>();
  for (const file of sources.filter((path) => /\.tsx?$/.test(path))) {
    const code = readFileSync(file, 'utf8');
    for (const [, styles = '', path = ''] of code.matchAll(SHEET_IMPORT)) {
      const sheet = join(dirname(file), path);
      const known = uses.get(sheet) ?? { names: new Set(), hasComputed: false };
      for (const [, name = ''] of code.matchAll(new RegExp(`\\b${styles}\\['([\\w-]+)'\\]`, 'g'))) {
        known.names.add(name);
      }
      known.hasComputed ||= new RegExp(`\\b${styles}\\[(?!')`).test(code);
      uses.set(sheet, known);
    }
  }
  return uses;
}

function classesOf(sheet: string): Set<string> {
  const rules = readFileSync(sheet, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|'[^']*'|"[^"]*"/g, '');
  return new Set(Array.from(rules.matchAll(/\.([a-zA-Z][\w-]*)/g), ([, name = '']) => name));
}

const sheets = sources.filter((path) => path.endsWith('.module.css'));
const uses = findStyleUses();

test('components use classes that their style sheets have', () => {
  const missing = Array.from(uses).flatMap(([sheet, { names }]) => {
    const classes = classesOf(sheet);
    return Array.from(names)
      .filter((name) => !classes.has(name))
      .map((name) => `${sheet}: ${name}`);
  });
  expect(missing).toEqual([]);
});

test('style sheets have no classes that no component uses', () => {
  const unused = sheets.flatMap((sheet) => {
    const use = uses.get(sheet);
    if (use?.hasComputed === true) return [];
    return Array.from(classesOf(sheet))
      .filter((name) => use?.names.has(name) !== true)
      .map((name) => `${sheet}: ${name}`);
  });
  expect(unused).toEqual([]);
  expect(sheets.length).toBeGreaterThan(50);
});
