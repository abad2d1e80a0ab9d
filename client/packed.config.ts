/** Installs the packed packages in a new application, and tries it: npm run e2e:packed */
import { defineConfig } from '@playwright/test';
import { chromium } from '@vestnik/testing';

export default defineConfig({
  testDir: 'testing/packed',
  outputDir: 'test-results/packed',
  workers: 1,
  reporter: 'list',
  // The packages are installed from the registry.
  timeout: 600_000,
  expect: { timeout: 30_000 },
  use: { browserName: 'chromium', locale: 'ru-RU', launchOptions: chromium() },
});
