import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { shown, unescaped } from './shown.tsx';

const PAGE = new URL('../../../../../docs/native.md', import.meta.url);

/** The rows of the table of written and shown texts: both are code, ⏎ is a line break. */
const rows = (/^## Text\n(.*?)^## /msu.exec(readFileSync(PAGE, 'utf8'))?.[1] ?? '')
  .split('\n')
  .flatMap((line) => {
    const cells = /^\| (`+)(.+)\1 \| `([^`]+)` \|$/u.exec(line);
    if (!cells) return [];
    const [, fence = '', written = '', result = ''] = cells;
    const source = fence === '`' ? written : written.slice(1, -1);
    return [[source, result].map((cell) => cell.replaceAll('⏎', '\n')) as [string, string]];
  });

describe('the documented table of texts', () => {
  it('is found', () => {
    expect(rows.length).toBeGreaterThan(30);
  });

  it.each(rows)('shows %j as %j', (written, result) => {
    expect(unescaped(shown(written))).toBe(result);
  });
});
