/** The browser tests of all apps: npm run e2e, or npm run e2e -- --project=campus */
import { chromium } from '@vestnik/testing';
import { defineConfig } from '@playwright/test';

/** One run for all, whose closing lines name every test that failed. */
export default defineConfig({
  outputDir: 'test-results',
  globalSetup: './testing/src/check.ts',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  // Generous, because a busy machine is no failure.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  use: {
    browserName: 'chromium',
    locale: 'ru-RU',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    // Without a film: drawing one takes longer than most tests.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: chromium(),
  },
  projects: [
    { name: 'school', testDir: 'apps/school/e2e', use: { timezoneId: 'Europe/Moscow' } },
    { name: 'campus', testDir: 'apps/campus/e2e', use: { timezoneId: 'Asia/Bishkek' } },
    { name: 'shop', testDir: 'apps/shop/e2e', use: { timezoneId: 'Asia/Bishkek' } },
  ],
});
