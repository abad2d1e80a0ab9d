/** The browser tests of all apps and of the stories: npm run e2e, or npm run e2e -- --project=campus */
import { chromium } from '@vestnik/testing';
import { defineConfig } from '@playwright/test';

/** One run for all apps, so that its summary names every failed test. */
export default defineConfig({
  outputDir: 'test-results',
  globalSetup: './testing/src/globalSetup.ts',
  fullyParallel: true,
  // Each has servers of its own. More than the processors take longer: tests compute more than they wait.
  workers: '100%',
  // The second run records a trace. A test that passes in it is listed as flaky: CONTRIBUTING.md.
  retries: 1,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  // Generous, so that a busy machine does not fail tests.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  use: {
    // As long as expectations wait, so that a missing button does not hold a worker for minutes.
    actionTimeout: 30_000,
    browserName: 'chromium',
    locale: 'ru-RU',
    // A service worker stores the whole application in each new context, which takes a third of the time. Tests
    // of what it does allow it.
    serviceWorkers: 'block',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    // Recording takes a tenth of the time.
    trace: 'on-first-retry',
    launchOptions: chromium(),
  },
  projects: [
    // The packed packages in new applications. First, since one worker builds them: the others have tests meanwhile.
    { name: 'packed', testDir: 'testing/packed' },
    { name: 'school', testDir: 'apps/school/e2e', use: { timezoneId: 'Europe/Moscow' } },
    { name: 'campus', testDir: 'apps/campus/e2e', use: { timezoneId: 'Asia/Bishkek' } },
    {
      name: 'kit',
      testDir: 'packages/kit/e2e',
      // One name on every machine: their text does not depend on it.
      snapshotPathTemplate: '{testDir}/screenshots/{arg}{ext}',
      use: { timezoneId: 'Europe/Moscow', viewport: { width: 1024, height: 768 } },
    },
    { name: 'shop', testDir: 'apps/shop/e2e', use: { timezoneId: 'Asia/Bishkek' } },
  ],
});
