import { writeFile } from 'node:fs/promises';

import { smokeTest } from './scenarios.ts';
import { test } from './test.ts';
import { WebKit } from './webKit.ts';
import { Screen } from './screen.ts';

test('a chat works in WebKitGTK, also without its server', async ({ surroundings }, info) => {
  const screen = await Screen.start();
  const webkit = await WebKit.start(screen.display);
  try {
    await smokeTest(webkit, surroundings);
  } catch (error) {
    await writeFile(info.outputPath('screenshot.png'), await webkit.screenshot());
    throw error;
  } finally {
    await webkit.close();
    await screen.stop();
  }
});
