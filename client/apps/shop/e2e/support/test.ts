/** What tests are given: a market of two replicas behind nginx, a shop elsewhere, and tabs. */
import { test as base, type BrowserContextOptions, expect } from '@playwright/test';
import { builtSite, type Nginx, type Replica, School, PageErrorMonitor } from '@vestnik/testing';

import { ShopServer } from './shopServer.ts';
import { BuyerTab, SellerTab } from './tabs.ts';

export interface OpenOptions extends BrowserContextOptions {
  /** Where the chat's scripts come from: a replica, or nginx unless told. */
  readonly at?: { readonly url: string };
}

interface TestFixtures {
  readonly watch: PageErrorMonitor;
  /** Somebody's browser on the page of a listing; listings are the shop's 1 to 3. */
  readonly buyer: (listing: number, where?: OpenOptions) => Promise<BuyerTab>;
  /** A seller's browser on their profile. */
  readonly seller: (name: string, where?: OpenOptions) => Promise<SellerTab>;
}

interface WorkerFixtures {
  readonly school: School;
  readonly shop: ShopServer;
  readonly replicas: readonly [Replica, Replica];
  readonly nginx: Nginx;
}

export const MAKSIM = 'Максим Волков';
export const SOFIA = 'София Лебедева';

/** Set once nginx is there; a shop's pages name the chat's server. */
let chat = '';

export const test = base.extend<TestFixtures, WorkerFixtures>({
  school: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
    async ({}, use) => {
      const school = await School.start({ demo: true });
      await use(school);
      await school.stop();
    },
    { scope: 'worker' },
  ],

  shop: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
    async ({}, use) => {
      const shop = await ShopServer.start(() => chat);
      await use(shop);
      await shop.stop();
    },
    { scope: 'worker' },
  ],

  replicas: [
    async ({ school, shop }, use) => {
      const options = {
        webRoot: await builtSite(),
        realms: 'all',
        env: { ALLOWED_ORIGINS: shop.url, MARKET_CHATS_PER_MINUTE: '1000' },
      };
      await use([await school.replica(options), await school.replica(options)]);
    },
    { scope: 'worker' },
  ],

  nginx: [
    async ({ school, replicas }, use) => {
      const nginx = await school.nginx(replicas, await builtSite());
      chat = nginx.url;
      await use(nginx);
    },
    { scope: 'worker' },
  ],

  watch: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
    async ({}, use) => {
      const watch = new PageErrorMonitor();
      await use(watch);
      expect(watch.errors).toEqual([]);
    },
    { auto: true },
  ],

  buyer: async ({ browser, nginx, shop, watch }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (listing, { at = nginx, ...options } = {}) => {
      const context = await browser.newContext({ baseURL: shop.url, ...options });
      contexts.push(context);
      watch.context(context, shop.url, at.url);
      const page = await context.newPage();
      await page.goto(`/shop/product.html?id=${listing}&chat=${at.url}`);
      return new BuyerTab(page);
    });
    await Promise.all(contexts.map((context) => context.close()));
  },

  seller: async ({ browser, nginx, shop, watch }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (name, { at = nginx, ...options } = {}) => {
      const context = await browser.newContext({ baseURL: shop.url, ...options });
      contexts.push(context);
      watch.context(context, shop.url, at.url);
      const page = await context.newPage();
      await page.goto(`/shop/profile.html?chat=${at.url}`);
      const tab = new SellerTab(page);
      await tab.signIn(name);
      return tab;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

export { expect } from '@playwright/test';
export type { BuyerTab, SellerTab } from './tabs.ts';
