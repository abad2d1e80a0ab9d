/** Every story in both languages and directions, in all themes, checked by axe. */
import { expectAccessible } from '@vestnik/testing/axe';

import { storiesByComponent, test } from './support/test.ts';

for (const [component, ids] of storiesByComponent()) {
  test(`axe finds nothing in ${component}`, async ({ page, story }) => {
    for (const id of ids) {
      await story(id);
      await expectAccessible(page, `${id}, Russian`);
    }
    for (const id of ids) {
      await story(id, { language: 'en', direction: 'rtl' });
      const name = `${id}, English, right to left`;
      await expectAccessible(page, name, { hasCheckedColours: true });
    }
  });
}
