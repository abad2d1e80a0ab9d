/** What tests are given: a demo, two replicas of it behind nginx, and tabs. */
import { test as base, type BrowserContextOptions, expect } from '@playwright/test';
import { builtSite, type Nginx, type Replica, School, Watch } from '@vestnik/testing';

import { Tab, type Somebody } from './tab.ts';

export const ANNA: Somebody = {
  name: 'Анна Викторовна Соколова',
  email: 'anna.teacher@demo.school',
};
export const DMITRY: Somebody = {
  name: 'Дмитрий Сергеевич Орлов',
  email: 'dmitry.teacher@demo.school',
};
export const MAKSIM: Somebody = { name: 'Максим Волков', email: 'maksim.student@demo.school' };
export const POLINA: Somebody = { name: 'Полина Зайцева', email: 'polina.student@demo.school' };
export const ALISA: Somebody = { name: 'Алиса Морозова', email: 'alisa.student@demo.school' };

export interface Where extends BrowserContextOptions {
  /** A replica, or nginx unless told. */
  readonly at?: { readonly url: string };
}

interface ForTest {
  readonly watch: Watch;
  /** Somebody's browser with the demo open. */
  readonly open: (person: Somebody, where?: Where) => Promise<Tab>;
}

interface ForWorker {
  readonly school: School;
  readonly replicas: readonly [Replica, Replica];
  readonly nginx: Nginx;
}

export const test = base.extend<ForTest, ForWorker>({
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

  watch: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
    async ({}, use) => {
      const watch = new Watch();
      await use(watch);
      expect(watch.complaints).toEqual([]);
    },
    { auto: true },
  ],

  open: async ({ browser, nginx, watch }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (person, { at = nginx, ...options } = {}) => {
      const context = await browser.newContext({ baseURL: at.url, ...options });
      contexts.push(context);
      watch.context(context, at.url);
      const page = await context.newPage();
      await page.goto('/campus/');
      const tab = new Tab(page);
      await tab.signIn(person);
      return tab;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

export { expect } from '@playwright/test';
