/**
 * The oldest browsers that everything is built for: docs/browsers.md, and what
 * `packages/ui/src/oldBrowser` says to older ones. Since these `light-dark()`, popovers and CSS nesting
 * need no translation.
 */
export const BROWSERS = ['chrome123', 'edge123', 'firefox125', 'safari17.5'];

/** Of the scripts that a shop's pages include: older browsers run them too, to say that they are too old. */
export const DROP_IN_SYNTAX = 'es2022';
