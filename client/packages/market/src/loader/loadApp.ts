import type { MarketApp } from '../appInterface.ts';
import type { Settings } from '../settings.ts';

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
  return (await import(/* @vite-ignore */ address)) as MarketApp;
}
