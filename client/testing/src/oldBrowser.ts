/** Chromium without what browsers lacked that are too old for the pages. */
import type { BrowserContext } from '@playwright/test';

const REMOVALS = {
  // Chrome 115, Firefox 115, Safari 17.3.
  'AbortSignal.any': () => Reflect.deleteProperty(AbortSignal, 'any'),
  // Chrome 119, Safari 16.
  'URL.canParse': () => Reflect.deleteProperty(URL, 'canParse'),
  // Chrome 113, Firefox 124, Safari 16.
  popover: () => Reflect.deleteProperty(HTMLElement.prototype, 'popover'),
  // Chrome 122, Safari 17.4.
  'light-dark()': () => {
    const { supports } = CSS;
    CSS.supports = (first: string, second?: string) => {
      if (`${first} ${second ?? ''}`.includes('light-dark(')) return false;
      return second === undefined ? supports(first) : supports(first, second);
    };
  },
};

export type MissingFeature = keyof typeof REMOVALS;
export const MISSING_FEATURES = Object.keys(REMOVALS) as MissingFeature[];

/** From now on, pages of the browser run without it. */
export async function removeFeature(context: BrowserContext, name: MissingFeature): Promise<void> {
  await context.addInitScript(REMOVALS[name]);
}
