/** The packages are laid out in both directions: their sheets name no left and no right. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

const CLIENT = fileURLToPath(new URL('../../..', import.meta.url));
const FOLDERS = ['ui', 'kit', 'campus', 'desk', 'market'].map((name) => `packages/${name}/src`);
const PHYSICAL =
  /^\s*(?:(?:left|right|[a-z-]+-(?:left|right)):|(?:float|text-align):\s*(?:left|right))/mu;

function sheets(folder: string): string[] {
  return readdirSync(join(CLIENT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.css'))
    .map((path) => join(folder, path));
}

/** Covers the whole window, so that the direction does not matter. */
const EXCEPTIONS = ['packages/market/src/app/host.css'];

test.each(FOLDERS.flatMap(sheets).filter((path) => !EXCEPTIONS.includes(path)))(
  '%s has no physical sides',
  (path) => {
    expect(readFileSync(join(CLIENT, path), 'utf8')).not.toMatch(PHYSICAL);
  },
);
