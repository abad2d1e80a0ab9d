/** Accessibility checks by axe-core, as Playwright tests need them. */
import axe from 'axe-core';
import { expect, type Page } from '@playwright/test';

import { animationsEnd } from './animations.ts';

/**
 * Axe's tags for WCAG 2.2, levels A and AA, but for `wcag21a`: its one rule wants the whole text
 * of a list item, a preview and a time included, in the item's accessible name.
 */
export const WCAG_22_AA: readonly string[] = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** The only rules whose outcome depends on colours, and so on the theme. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

export interface AccessibilityOptions {
  /** Tags of axe's rules; WCAG 2.2 AA unless given. */
  readonly tags?: readonly string[];
  /** A selector of the part to check; the whole page unless given. */
  readonly include?: string;
  /** Whether colours were checked already: then it is the light theme alone. */
  readonly hasCheckedColours?: boolean;
}

/**
 * Checks the screen by all rules in the light theme, and by those about colours in the dark one and
 * in forced colours.
 */
export async function expectAccessible(
  page: Page,
  screen: string,
  { tags = WCAG_22_AA, include, hasCheckedColours = false }: AccessibilityOptions = {},
): Promise<void> {
  const rules: axe.RunOptions = {
    runOnly: { type: 'tag', values: [...tags] },
    // Axe leaves it out by default: what is pressed measures 24 px, or has room around it.
    rules: { 'target-size': { enabled: true } },
  };
  const colours: axe.RunOptions = { runOnly: { type: 'rule', values: COLOUR_RULES } };
  const themes = [
    ['light', { colorScheme: 'light' }, rules],
    ['dark', { colorScheme: 'dark' }, colours],
    ['forced colours', { colorScheme: 'dark', forcedColors: 'active' }, colours],
  ] as const;
  for (const [name, media, options] of hasCheckedColours ? themes.slice(0, 1) : themes) {
    await page.emulateMedia(media);
    await animationsEnd(page);
    expect(await violations(page, include, options), `${screen}, ${name}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null, forcedColors: null });
}

/** The violations of the screen as it is now, in words. */
async function violations(
  page: Page,
  include: string | undefined,
  options: axe.RunOptions,
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.evaluate(axe.source);
    await page.evaluate(readForcedColours);
  }
  const found = await page.evaluate(
    async ([selector, options]) =>
      (await window.axe.run(selector ?? document, { ...options, resultTypes: ['violations'] }))
        .violations,
    [include, options] as const,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`,
    ),
  );
}

/**
 * Axe takes the colour of text from `-webkit-text-fill-color`, which in forced colours still is what
 * the page asked for, and not what the browser draws.
 */
function readForcedColours(): void {
  const prototype = CSSStyleDeclaration.prototype;
  const read = Reflect.get(prototype, 'getPropertyValue');
  prototype.getPropertyValue = function (name) {
    return read.call(this, name === '-webkit-text-fill-color' ? 'color' : name);
  };
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
