import type { MarketApp } from '../appInterface.ts';
import type { Settings } from '../settings.ts';

/** How often each address could not be loaded. */
const failures = new Map<string, number>();

/**
 * Loads the application when it is first needed, so that other pages of a shop only load the small
 * script. It is beside the script at `scriptUrl`; empty: none, as in a page's own bundle.
 */
export async function loadApp(
  scriptUrl: string,
  { baseUrl, language }: Settings,
): Promise<MarketApp> {
  const file = `market.${language}.js`;
  const address = scriptUrl === '' ? `${baseUrl}/static/${file}` : new URL(file, scriptUrl).href;
  const failed = failures.get(address) ?? 0;
  // The module map of a page (HTML Standard) keeps failures: the same address fails without a request.
  const nextAddress = failed === 0 ? address : `${address}?attempt=${String(failed)}`;
  try {
    return (await import(/* @vite-ignore */ nextAddress)) as MarketApp;
  } catch (error) {
    failures.set(address, failed + 1);
    throw error;
  }
}
