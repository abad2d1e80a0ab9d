import { builtApp, School } from '@vestnik/testing';
import { test as base } from '@playwright/test';

import type { Surroundings } from './scenarios.ts';

/** A school with a pair that shares a chat, and a server that a test may stop. */
export const test = base.extend<{ surroundings: Surroundings }, { school: School }>({
  school: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
    async ({}, use) => {
      const school = await School.start();
      await use(school);
      await school.stop();
    },
    { scope: 'worker' },
  ],
  surroundings: async ({ school }, use) => {
    const replica = await school.replica({ webRoot: builtApp() });
    const teacher = await school.person({ role: 'teacher' });
    const student = await school.person({ role: 'student' });
    const chatId = await school.chat(teacher, student);
    await use({ school, replica, teacher, student, chatId });
  },
});
