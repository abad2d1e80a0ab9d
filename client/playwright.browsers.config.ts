/** Browser tests in other browsers than Chromium: `make test-browsers`, or in client/ `npm run e2e:browsers`. */
import { fileURLToPath } from 'node:url';

import { defineConfig } from '@playwright/test';

import chromium from './playwright.config.ts';

/** What needs nothing that only Chromium's protocol has, such as cutting the network or touch. */
const PORTABLE = {
  school:
    /\/(account|address|adminView|conversation|features|jumps|keyboard|lessons|list|live|marks|people|presence|realms|recovery|session|together)\.spec\.ts$/,
  campus: /\/(composer|conversation|media|oldBrowser|place)\.spec\.ts$/,
  shop: /\/(conversation|loading|market|moderation|oldBrowser|page|reading)\.spec\.ts$/,
};

/** Firefox of the system, over WebDriver BiDi. */
const firefox = (timezone: string) => ({
  browserName: 'firefox' as const,
  channel: 'moz-firefox',
  viewport: { width: 1280, height: 800 },
  launchOptions: {
    executablePath: fileURLToPath(new URL('testing/browsers/firefox.mjs', import.meta.url)),
    firefoxUserPrefs: { 'intl.accept_languages': 'ru-RU, ru' },
    env: { ...process.env, TZ: timezone },
  },
});

export default defineConfig({
  ...chromium,
  // Typed there key by key.
  grepInvert: /10,000 characters/,
  projects: [
    { name: 'webkit', testDir: 'testing/browsers', testMatch: /webkit/ },
    {
      name: 'firefox',
      testDir: 'testing/browsers',
      testMatch: /smoke/,
      use: firefox('Europe/Moscow'),
    },
    {
      name: 'firefox-school',
      testDir: 'apps/school/e2e',
      testMatch: PORTABLE.school,
      use: firefox('Europe/Moscow'),
    },
    {
      name: 'firefox-campus',
      testDir: 'apps/campus/e2e',
      testMatch: PORTABLE.campus,
      use: firefox('Asia/Bishkek'),
    },
    {
      name: 'firefox-shop',
      testDir: 'apps/shop/e2e',
      testMatch: PORTABLE.shop,
      use: firefox('Asia/Bishkek'),
    },
  ],
});
