/** The built stories in a browser. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { test as base, type Locator, type Page } from '@playwright/test';

import { StoryServer } from './storyServer.ts';

export { expect } from '@playwright/test';

const BUILT = fileURLToPath(new URL('../../storybook-static', import.meta.url));

interface StoryOptions {
  language?: 'ru' | 'en';
  direction?: 'ltr' | 'rtl';
}

interface ForTest {
  /** Shows a story and returns its root. */
  story: (id: string, options?: StoryOptions) => Promise<Locator>;
}

export const test = base.extend<ForTest, { stories: StoryServer }>({
  stories: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
    async ({}, use) => {
      const server = await StoryServer.start(BUILT);
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],

  story: async ({ page, stories }, use) => {
    const errors = collectErrors(page);
    let shownGlobals: string | null = null;
    await use(async (id, { language = 'ru', direction = 'ltr' } = {}) => {
      const globals = `language:${language};direction:${direction}`;
      if (globals === shownGlobals) await switchStory(page, id);
      else await page.goto(`${stories.url}/iframe.html?id=${id}&viewMode=story&globals=${globals}`);
      shownGlobals = globals;
      const root = page.locator('#storybook-root');
      await root.locator('> *').first().waitFor({ state: 'attached' });
      return root;
    });
    base.expect(errors).toEqual([]);
  },
});

/** Ids of stories by component. */
export function storiesByComponent(): Map<string, string[]> {
  const index = join(BUILT, 'index.json');
  if (!existsSync(index)) throw new Error('There are no stories yet: npm run storybook:build');
  const { entries } = JSON.parse(readFileSync(index, 'utf8')) as {
    entries: Record<string, { type: string; title: string }>;
  };
  const stories = new Map<string, string[]>();
  for (const [id, { type, title }] of Object.entries(entries)) {
    if (type === 'story') stories.set(title, [...(stories.get(title) ?? []), id]);
  }
  return stories;
}

/** Shows another story of a loaded page, in a fraction of the time that loading it takes. */
async function switchStory(page: Page, storyId: string): Promise<void> {
  await page.evaluate(
    (id) =>
      new Promise<void>((resolve) => {
        const channel = window.__STORYBOOK_ADDONS_CHANNEL__;
        for (const end of ['storyRendered', 'storyUnchanged', 'storyThrewException']) {
          channel.once(end, () => {
            resolve();
          });
        }
        channel.emit('setCurrentStory', { storyId: id, viewMode: 'story' });
      }),
    storyId,
  );
}

function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (entry) => {
    if (entry.type() === 'error') errors.push(entry.text());
  });
  return errors;
}

declare global {
  interface Window {
    /** Storybook's own. */
    readonly __STORYBOOK_ADDONS_CHANNEL__: {
      once(event: string, listener: () => void): void;
      emit(event: string, argument: unknown): void;
    };
  }
}
