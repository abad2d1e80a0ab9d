/** What tests are given: a school, two replicas of it, a pair with a chat, and tabs. */
import { test as base, type BrowserContextOptions, expect } from '@playwright/test';
import { builtApp, type Person, type Replica, School, PageErrorMonitor } from '@vestnik/testing';

import { SchoolPage } from './schoolPage.ts';

/** A teacher and a student who share a chat. */
export interface Pair {
  readonly teacher: Person;
  readonly student: Person;
  readonly chatId: number;
}

export interface OpenOptions extends BrowserContextOptions {
  /** The replica or nginx that serves the page; the first replica unless told. */
  readonly at?: { readonly url: string };
  readonly path?: string;
}

interface TestFixtures {
  readonly watch: PageErrorMonitor;
  /** Opens the app in a browser of its own, signed in as the person; signed out if `null`. */
  readonly open: (person: Person | null, where?: OpenOptions) => Promise<SchoolPage>;
  readonly pair: Pair;
  /** The teacher's and the student's pages with their chat, each from a replica of its own. */
  readonly openBoth: () => Promise<readonly [SchoolPage, SchoolPage]>;
}

interface WorkerFixtures {
  /** Files of realms, by their names, that the servers have besides. */
  readonly realmFiles: Readonly<Record<string, string>>;
  /** What the replicas serve, comma-separated. */
  readonly realms: string;
  readonly school: School;
  readonly replicas: readonly [Replica, Replica];
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  realmFiles: [{}, { option: true, scope: 'worker' }],
  realms: ['school', { option: true, scope: 'worker' }],

  school: [
    async ({ realmFiles }, use) => {
      const school = await School.start({ realmFiles });
      await use(school);
      await school.stop();
    },
    { scope: 'worker' },
  ],

  replicas: [
    async ({ realms, school }, use) => {
      const options = { webRoot: builtApp(), realms };
      await use([await school.replica(options), await school.replica(options)]);
    },
    { scope: 'worker' },
  ],

  watch: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
    async ({}, use) => {
      const watch = new PageErrorMonitor();
      await use(watch);
      expect(watch.errors).toEqual([]);
    },
    { auto: true },
  ],

  open: async ({ browser, replicas, watch }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (person, { at = replicas[0], path = '/', ...options } = {}) => {
      const context = await browser.newContext({ baseURL: at.url, ...options });
      contexts.push(context);
      watch.context(context, at.url);
      if (person !== null) {
        const { email, password } = person;
        const answer = await context.request.post('/api/auth/login', { data: { email, password } });
        expect(answer.status(), await answer.text()).toBe(200);
      }
      const page = await context.newPage();
      await page.goto(path);
      return new SchoolPage(page);
    });
    await Promise.all(contexts.map((context) => context.close()));
  },

  pair: async ({ school }, use) => {
    const teacher = await school.person({ role: 'teacher' });
    const student = await school.person({ role: 'student' });
    await use({ teacher, student, chatId: await school.chat(teacher, student) });
  },

  openBoth: async ({ open, pair: { teacher, student }, replicas }, use) => {
    await use(async () => {
      const hers = await open(teacher, { at: replicas[0] });
      const his = await open(student, { at: replicas[1] });
      await hers.openChat(student);
      await his.openChat(teacher);
      return [hers, his];
    });
  },
});

export { expect } from '@playwright/test';
export { SchoolPage } from './schoolPage.ts';
