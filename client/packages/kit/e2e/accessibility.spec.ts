/** Every story in both languages and directions, in both themes, checked by axe. */
import { expectAccessible } from '@vestnik/testing/axe';

import { storyIds, test } from './support/test.ts';

for (const id of storyIds()) {
  test(`axe finds nothing in ${id}`, async ({ page, story }) => {
    await story(id);
    await expectAccessible(page, `${id}, Russian`);
    await story(id, { language: 'en', direction: 'rtl' });
    await expectAccessible(page, `${id}, English, right to left`);
  });
}
