/** The pages of the origins, built, and the browser that shows them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { chromium as launchOptions, createTempDir } from '@vestnik/testing';
import { build } from 'vite';

const PAGES = join(import.meta.dirname, '../pages');

/** Builds the pages in `pages/<name>`; returns the folder to be served at `/`. */
export async function buildPages(name: string): Promise<string> {
  const root = join(PAGES, name);
  const outDir = join(await createTempDir(), name);
  await build({
    configFile: false,
    root,
    // The scripts of the shop's server are none to be bundled, of which there are warnings.
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: false,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: readdirSync(root)
          .filter((file) => file.endsWith('.html'))
          .map((file) => join(root, file)),
      },
    },
  });
  return outDir;
}

/** Chromium, with a profile for each person. */
export class People {
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async start(): Promise<People> {
    return new People(await chromium.launch(launchOptions()));
  }

  /** A person whose token the team's log-in has put into the HttpOnly cookie `access_token`. */
  async signedIn(url: string, token: string): Promise<BrowserContext> {
    const context = await this.#browser.newContext({ locale: 'ru-RU' });
    await context.addCookies([{ name: 'access_token', value: token, url, httpOnly: true }]);
    return context;
  }

  /** A person without a token. */
  async visitor(): Promise<BrowserContext> {
    return this.#browser.newContext({ locale: 'ru-RU' });
  }

  async stop(): Promise<void> {
    await this.#browser.close();
  }
}

/** Opens a page of a person. */
export async function open(person: BrowserContext, url: string): Promise<Page> {
  const page = await person.newPage();
  await page.goto(url);
  return page;
}
