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

/** Tests in these files that depend on what Playwright cannot do in Firefox's ESR. */
const NOT_PORTABLE = [
  // Texts are typed key by key.
  /10,000 characters|long words and long messages fit/,
  // It hears of no address that a page sets itself, and waits for a load after Back.
  /fast typing in the search field|a search and the open chat stay|link is accepted once/,
  // It hears of no chooser of files.
  /the ten commonest tasks/,
  // The tab crashes while axe reads this page.
  /the account fits a/,
  // The console does not name the status of a refusal.
  /overlaps is saved only on request|a banned author can no longer write/,
];

/** Firefox of the system, over WebDriver BiDi. */
const firefox = (timezone: string) => ({
  browserName: 'firefox' as const,
  channel: 'moz-firefox',
  viewport: { width: 1280, height: 800 },
  launchOptions: {
    executablePath: fileURLToPath(new URL('testing/browsers/firefox.mjs', import.meta.url)),
    firefoxUserPrefs: {
      'intl.accept_languages': 'ru-RU, ru',
      // A busy machine ends no script, such as axe's.
      'dom.max_script_run_time': 0,
    },
    env: { ...process.env, TZ: timezone },
  },
});

export default defineConfig({
  ...chromium,
  grepInvert: NOT_PORTABLE,
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
