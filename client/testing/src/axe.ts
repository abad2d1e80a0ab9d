/** Accessibility checks by axe-core, as Playwright tests need them. */
import axe from 'axe-core';
import { expect, type Page } from '@playwright/test';

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
}

/** Checks the screen by all rules in the light theme, and by those about colours in the dark one. */
export async function expectAccessible(
  page: Page,
  screen: string,
  { tags = WCAG_22_AA, include }: AccessibilityOptions = {},
): Promise<void> {
  const rules: axe.RunOptions = { runOnly: { type: 'tag', values: [...tags] } };
  const colours: axe.RunOptions = { runOnly: { type: 'rule', values: COLOUR_RULES } };
  for (const [colorScheme, options] of [
    ['light', rules],
    ['dark', colours],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await animationsEnd(page);
    expect(await violations(page, include, options), `${screen}, ${colorScheme}`).toEqual([]);
  }
}

/** The violations of the screen as it is now, in words. */
async function violations(
  page: Page,
  include: string | undefined,
  options: axe.RunOptions,
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
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

/** Waits for colours that fade: the contrast half-way is nobody's. Endless animations go on. */
async function animationsEnd(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
