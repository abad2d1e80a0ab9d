/** What tests are given: a demo, two replicas of it behind nginx, and tabs. */
import { test as base, type BrowserContextOptions, expect } from '@playwright/test';
import { builtSite, type Nginx, type Replica, School, PageErrorMonitor } from '@vestnik/testing';

import { CampusPage, type DemoUser } from './campusPage.ts';

export const ANNA: DemoUser = {
  name: 'Анна Викторовна Соколова',
  email: 'anna.teacher@demo.school',
};
export const DMITRY: DemoUser = {
  name: 'Дмитрий Сергеевич Орлов',
  email: 'dmitry.teacher@demo.school',
};
export const MAKSIM: DemoUser = { name: 'Максим Волков', email: 'maksim.student@demo.school' };
export const POLINA: DemoUser = { name: 'Полина Зайцева', email: 'polina.student@demo.school' };
export const ALISA: DemoUser = { name: 'Алиса Морозова', email: 'alisa.student@demo.school' };

export interface OpenOptions extends BrowserContextOptions {
  /** A replica, or nginx unless told. */
  readonly at?: { readonly url: string };
  readonly path?: string;
}

interface TestFixtures {
  /** Before each test all messages are read: the tests of a worker share the people of the demo. */
  readonly nothingUnread: null;
  readonly watch: PageErrorMonitor;
  /** Somebody's browser with the demo open. */
  readonly open: (person: DemoUser, where?: OpenOptions) => Promise<CampusPage>;
}

interface WorkerFixtures {
  readonly school: School;
  readonly replicas: readonly [Replica, Replica];
  readonly nginx: Nginx;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  school: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
    async ({}, use) => {
      const school = await School.start({ demo: true });
      await use(school);
      await school.stop();
    },
    { scope: 'worker' },
  ],

  replicas: [
    async ({ school }, use) => {
      const options = { webRoot: await builtSite(), realms: 'all' };
      await use([await school.replica(options), await school.replica(options)]);
    },
    { scope: 'worker' },
  ],

  nginx: [
    async ({ school, replicas }, use) => {
      await use(await school.nginx(replicas, await builtSite()));
    },
    { scope: 'worker' },
  ],

  nothingUnread: [
    async ({ school }, use) => {
      await school.readAll();
      await use(null);
    },
    { auto: true },
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

  open: async ({ browser, nginx, watch }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (person, { at = nginx, path = '/campus/', ...options } = {}) => {
      const context = await browser.newContext({ baseURL: at.url, ...options });
      contexts.push(context);
      watch.context(context, at.url);
      const page = await context.newPage();
      await page.goto(path);
      const tab = new CampusPage(page);
      await tab.signIn(person);
      return tab;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

export { expect } from '@playwright/test';
export type { CampusPage } from './campusPage.ts';
