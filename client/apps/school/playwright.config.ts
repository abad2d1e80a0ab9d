import { inPath } from '@vestnik/testing';
import { defineConfig } from '@playwright/test';

const SWITCHES = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The system's browser; CHROMIUM names another. */
function chromium(): string {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const given = process.env['CHROMIUM'];
  const found = given ?? names.map((name) => inPath(name)).find((path) => path !== undefined);
  if (found !== undefined) return found;
  throw new Error('There is no Chromium. On Debian: apt-get install chromium; or set CHROMIUM');
}

const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  globalSetup: './e2e/support/check.ts',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: 'chromium',
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    // Without a film: drawing one takes longer than most tests.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: {
      executablePath: chromium(),
      args: isRoot ? ['--no-sandbox', ...SWITCHES] : SWITCHES,
    },
  },
});
