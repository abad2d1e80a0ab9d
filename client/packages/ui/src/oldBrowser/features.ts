/** The oldest browsers that the pages are built for: `scripts/browsers.ts`, as users know them. */
export var MINIMUM_BROWSERS = 'Chrome 123, Edge 123, Firefox 125, Safari 17.5';

/**
 * Whether the browser lacks what the pages need, and would show an empty page or a server that never
 * answers. This folder is written in the syntax of 2009, so that every browser can run it.
 */
export function isTooOld(): boolean {
  return !(
    'noModule' in HTMLScriptElement.prototype &&
    'popover' in HTMLElement.prototype &&
    typeof AbortSignal === 'function' &&
    'any' in AbortSignal &&
    typeof URL === 'function' &&
    'canParse' in URL &&
    CSS.supports('color', 'light-dark(#000, #fff)')
  );
}
