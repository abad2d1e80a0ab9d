/** Every story in both languages and directions, checked by axe in all themes. */
import { expectAccessible } from '@vestnik/testing/axe';

import { storiesByComponent, test } from './support/test.ts';

for (const [component, ids] of storiesByComponent()) {
  test(`axe finds nothing in ${component}`, async ({ page, story }) => {
    for (const id of ids) {
      await story(id);
      await expectAccessible(page, id);
    }
    // Axe takes long, and its rules know neither language nor direction: errors alone.
    for (const id of ids) await story(id, { language: 'en', direction: 'rtl' });
  });
}
