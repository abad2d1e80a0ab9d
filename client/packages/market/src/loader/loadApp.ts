import { isTooOld } from '@vestnik/ui/oldBrowser';

import type { MarketApp } from '../appInterface.ts';
import type { Settings } from '../settings.ts';

/** Nothing was loaded: the browser could not run it. */
export class OldBrowserError extends Error {}

/**
 * Loads the application when it is first needed, so that other pages of a shop only load the small
 * script. It is beside the script at `scriptUrl`; empty: none, as in a page's own bundle.
 */
export async function loadApp(
  scriptUrl: string,
  { baseUrl, language }: Settings,
): Promise<MarketApp> {
  if (isTooOld()) throw new OldBrowserError();
  const file = `market.${language}.js`;
  const address = scriptUrl === '' ? `${baseUrl}/static/${file}` : new URL(file, scriptUrl).href;
  const code = await fetchText(address);
  const imports = code.matchAll(/(?:from|import) ?["'`](\.[^"'`]+)/g);
  await Promise.all(Array.from(imports, ([, path = '']) => fetchText(new URL(path, address).href)));
  return (await import(/* @vite-ignore */ address)) as MarketApp;
}

/**
 * Reads a file into the HTTP cache. Chromium repeats no failed `import` until the page is reloaded; a
 * failed `fetch` can be repeated.
 */
async function fetchText(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${String(response.status)} ${address}`);
  return response.text();
}
