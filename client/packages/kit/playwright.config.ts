/** Tests of the built stories: npm run storybook:build && npm run e2e */
import { chromium } from '@vestnik/testing';
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  // Generous, so that a busy machine does not fail tests.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  use: {
    browserName: 'chromium',
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    viewport: { width: 1024, height: 768 },
    launchOptions: chromium(),
  },
});
