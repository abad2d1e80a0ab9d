import { PlaywrightDriver } from './playwrightDriver.ts';
import { smokeTest } from './scenarios.ts';
import { test } from './test.ts';

test('a chat works, also without its server', async ({ page, surroundings }) => {
  await smokeTest(new PlaywrightDriver(page), surroundings);
});
