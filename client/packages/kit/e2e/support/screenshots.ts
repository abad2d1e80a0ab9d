/** Pages that look the same on every machine with the same Chromium. */
import { createRequire } from 'node:module';

import type { Page, Request } from '@playwright/test';
import { animationsEnd } from '@vestnik/testing/animations';

import { expect } from './test.ts';

const { resolve } = createRequire(import.meta.url);

/** By weight. Of the package itself, so that the fonts of a machine do not matter. */
const FONTS = new Map([
  [400, resolve('roboto-fontface/fonts/roboto/Roboto-Regular.woff2')],
  [700, resolve('roboto-fontface/fonts/roboto/Roboto-Bold.woff2')],
]);

/** Switches for text that does not depend on the screen. */
export const TEXT_SWITCHES = [
  '--font-render-hinting=none',
  '--disable-lcd-text',
  '--disable-font-subpixel-positioning',
  '--force-color-profile=srgb',
];

/** What stories call today. */
const TODAY = new Date('2026-03-03T09:00:00Z');

const FACES = [...FONTS.keys()]
  .map(
    (weight) =>
      `@font-face { font-family: Pinned; font-weight: ${weight}; src: url("/pinned-${weight}.woff2"); }`,
  )
  .join('\n');

/**
 * No font of a machine is like another's for emoji: their room stays, and is empty. The ring of a
 * focus that a script has set depends on what the browser takes for the last input.
 */
const STYLES = `
  ${FACES}
  * { font-family: Pinned !important; }
  :focus-visible { outline-color: transparent !important; }
  [class*='_emoji_'], [class*='_quickEmoji_'] {
    display: inline-block;
    inline-size: 24px;
    block-size: 24px;
    overflow: hidden;
    color: transparent !important;
  }
`;

/** Before the first story: the day is fixed, and the fonts are served. */
export async function fixSurroundings(page: Page): Promise<void> {
  // Not by `page.clock`, which replaces timers and frames too: animations would not end.
  await page.addInitScript((now) => {
    globalThis.Date = class extends Date {
      constructor(...parts: unknown[]) {
        super(...((parts.length === 0 ? [now] : parts) as [number]));
      }

      static override now(): number {
        return now;
      }
    } as DateConstructor;
  }, TODAY.getTime());
  for (const [weight, path] of FONTS) {
    await page.route(`**/pinned-${weight}.woff2`, (route) => route.fulfill({ path }));
  }
}

/** In the page of a story. */
export async function pinFonts(page: Page): Promise<void> {
  await page.addStyleTag({ content: STYLES });
  await page.evaluate(
    async (weights) => {
      await Promise.all(weights.map((weight) => document.fonts.load(`${weight} 16px Pinned`)));
    },
    [...FONTS.keys()],
  );
}

/** Knows when a story has all its parts, which are loaded by requests. */
export class Loading {
  readonly #page: Page;
  readonly #open = new Set<Request>();

  constructor(page: Page) {
    this.#page = page;
    page.on('request', (request) => this.#open.add(request));
    page.on('requestfinished', (request) => this.#open.delete(request));
    page.on('requestfailed', (request) => this.#open.delete(request));
  }

  /** Waits until nothing is loaded and nothing moves. */
  async end(): Promise<void> {
    await expect(async () => {
      // What was loaded is drawn in a frame, and may load more.
      await animationsEnd(this.#page);
      expect([...this.#open].map((request) => request.url())).toEqual([]);
    }).toPass({ timeout: 30_000 });
  }
}
