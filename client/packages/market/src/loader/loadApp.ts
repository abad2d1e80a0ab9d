import type { MarketApp } from '../appInterface.ts';

/** The application's file, beside the scripts. */
const FILE = 'market.js';

/**
 * Loads the application when it is first needed, so that other pages of a shop only load the small
 * script. `scriptUrl` is the address of the running script; empty: none, as in a page's own bundle.
 */
export function appLoader(scriptUrl: string, baseUrl: string): () => Promise<MarketApp> {
  const address = scriptUrl === '' ? `${baseUrl}/static/${FILE}` : new URL(FILE, scriptUrl).href;
  return async () => (await import(/* @vite-ignore */ address)) as MarketApp;
}
