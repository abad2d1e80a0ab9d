/** Draws the pictures of the README: npx playwright test --config screenshots.config.ts */
import { defineConfig } from '@playwright/test';

import tests from './playwright.config.ts';

export default defineConfig({ ...tests, testMatch: 'screenshots.ts', workers: 1 });
