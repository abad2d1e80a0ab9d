/** Stories in a browser, as files: without a server. */
import { existsSync, readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

import { test as base, type Locator, type Page } from '@playwright/test';

export { expect } from '@playwright/test';

/** HTTPS: only then may a page use the microphone. */
const ORIGIN = 'https://stories.test';
const BUILT = fileURLToPath(new URL('../../dist/storybook', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

interface StoryOptions {
  language?: 'ru' | 'en';
  direction?: 'ltr' | 'rtl';
}

interface Stories {
  /** Shows a story and returns its root. */
  story: (id: string, options?: StoryOptions) => Promise<Locator>;
}

export const test = base.extend<Stories>({
  story: async ({ page }, use) => {
    await page.route(`${ORIGIN}/**`, async (route) => {
      const path = join(BUILT, normalize(new URL(route.request().url()).pathname));
      if (!existsSync(path)) return route.fulfill({ status: 404 });
      const contentType = TYPES[extname(path)] ?? 'application/octet-stream';
      return route.fulfill({ body: readFileSync(path), contentType });
    });
    const errors = collectErrors(page);
    await use(async (id, { language = 'ru', direction = 'ltr' } = {}) => {
      const globals = `language:${language};direction:${direction}`;
      await page.goto(`${ORIGIN}/iframe.html?id=${id}&viewMode=story&globals=${globals}`);
      const root = page.locator('#storybook-root');
      await root.locator('> *').first().waitFor({ state: 'attached' });
      return root;
    });
    base.expect(errors).toEqual([]);
  },
});

/** The ids of all stories. */
export function storyIds(): string[] {
  const index = join(BUILT, 'index.json');
  if (!existsSync(index)) throw new Error('There are no stories yet: npm run storybook:build');
  const { entries } = JSON.parse(readFileSync(index, 'utf8')) as {
    entries: Record<string, { type: string }>;
  };
  return Object.keys(entries).filter((id) => entries[id]?.type === 'story');
}

function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (entry) => {
    if (entry.type() === 'error') errors.push(entry.text());
  });
  return errors;
}
