/** Pages that look the same on every machine with the same Chromium. */
import { createRequire } from 'node:module';

import type { Page } from '@playwright/test';

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

/** No font of a machine is like another's for emoji: their room stays, and is empty. */
const STYLES = `
  ${FACES}
  * { font-family: Pinned !important; }
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
  await page.clock.setFixedTime(TODAY);
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
