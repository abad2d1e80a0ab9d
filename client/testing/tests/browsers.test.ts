/** What was built runs in the browsers that the documents name, and older ones are told so. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { MINIMUM_BROWSERS } from '@vestnik/ui/oldBrowser';
import { type ecmaVersion, parse } from 'acorn';
import { expect, test } from 'vitest';

import { BROWSERS, DROP_IN_SYNTAX } from '../../scripts/browsers.ts';

const CLIENT = join(import.meta.dirname, '../..');
const BUILT = ['apps/school', 'apps/campus', 'apps/shop', 'packages/market', 'packages/campus'];

/** The syntax that all of `BROWSERS` have. Later ones are newer: FF 138 has import attributes. */
const SYNTAX = 2024;
const OLDEST_SYNTAX = 5;

const DROP_INS = ['packages/market/dist/chat.js', 'packages/market/dist/seller-chats.js'];

function builtScripts(): string[] {
  return BUILT.flatMap((folder) => {
    const dist = join(folder, 'dist');
    expect(existsSync(join(CLIENT, dist)), `${dist}: npm run build`).toBe(true);
    const files = readdirSync(join(CLIENT, dist), { recursive: true, encoding: 'utf8' });
    return files.filter((name) => name.endsWith('.js')).map((name) => join(dist, name));
  });
}

function syntaxError(
  file: string,
  version: ecmaVersion,
  sourceType: 'module' | 'script',
): string | null {
  try {
    parse(readFileSync(join(CLIENT, file), 'utf8'), { ecmaVersion: version, sourceType });
    return null;
  } catch (error) {
    return `${file}: ${String(error)}`;
  }
}

test('the supported browsers have the syntax of all scripts', () => {
  const scripts = builtScripts();
  expect(scripts.length).toBeGreaterThan(50);
  const errors = scripts.map((file) => syntaxError(file, SYNTAX, 'module'));
  expect(errors.filter((error) => error !== null)).toEqual([]);
});

test('every browser has the syntax of the scripts that judge it', () => {
  const dropInSyntax = Number(DROP_IN_SYNTAX.slice(2)) as ecmaVersion;
  const checks = builtScripts().filter((file) =>
    /\/(browserCheck-[\w-]+|old-browser)\.js$/.test(file),
  );
  expect(checks).toHaveLength(4);
  const errors = [
    ...DROP_INS.map((file) => syntaxError(file, dropInSyntax, 'script')),
    ...checks.map((file) => syntaxError(file, OLDEST_SYNTAX, 'script')),
  ];
  expect(errors.filter((error) => error !== null)).toEqual([]);
});

test('documents and notices name the browsers that are built for', () => {
  const names: Record<string, string> = {
    chrome: 'Chrome',
    edge: 'Edge',
    firefox: 'Firefox',
    safari: 'Safari',
  };
  const built = BROWSERS.map((browser) =>
    browser.replace(/^[a-z]+/, (name) => `${names[name] ?? name} `),
  );
  expect(MINIMUM_BROWSERS).toBe(built.join(', '));
  for (const file of ['README.md', 'docs/browsers.md']) {
    expect(readFileSync(join(CLIENT, '..', file), 'utf8')).toContain(MINIMUM_BROWSERS);
  }
});
