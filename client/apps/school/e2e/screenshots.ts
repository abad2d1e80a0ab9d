/** The demo school as it looks, for the README. */
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { School } from '@vestnik/testing';

import { expect, test as base } from './support/test.ts';

const FOLDER = fileURLToPath(new URL('../../../screenshots/', import.meta.url));
const LARGEST = 150 * 1024;

const test = base.extend<object, { school: School }>({
  school: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
    async ({}, use) => {
      const school = await School.start({ demo: true });
      await use(school);
      await school.stop();
    },
    { scope: 'worker' },
  ],
});

for (const [device, screen] of [
  ['desk', { viewport: { width: 1280, height: 800 } }],
  ['phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${device}, ${colorScheme}`, async ({ open, school }) => {
      const teacher = await school.signIn('anna.teacher@demo.school', 'vestnik-demo');
      const student = { name: 'Максим Волков' };
      const tab = await open(teacher, { ...screen, colorScheme, reducedMotion: 'reduce' });
      await tab.openChat(student);
      await expect(tab.log.getByRole('article').last()).toBeInViewport();
      await expect(tab.chat(student).getByRole('img')).toHaveCount(0);
      await tab.page.mouse.move(0, 0);
      const path = `${FOLDER}${device}-${colorScheme}.png`;
      await tab.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
      expect((await stat(path)).size, path).toBeLessThan(LARGEST);
    });
  }
}
