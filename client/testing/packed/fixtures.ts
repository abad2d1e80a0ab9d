/** What the tests of the packed packages share: packing and installing are what takes time. */
import { School, type Person, type Replica } from '@vestnik/testing';
import { test as base } from '@playwright/test';

import type { AppServer } from './appServer.ts';
import { FreshApp, readmeExample } from './freshApp.ts';
import { serveWithNext } from './nextApp.ts';
import { ViteApp } from './viteApp.ts';

export const REALMS = ['school', 'campus', 'messenger', 'direct', 'market'] as const;

export interface Fixtures {
  readonly app: FreshApp;
  readonly school: School;
  readonly people: { readonly anna: Person; readonly boris: Person };
  /** The examples of the READMEs, for Vite. */
  readonly examples: ViteApp;
  /** Serve the examples as Vite 8 and Vite 7 built them. */
  readonly vite8: Replica;
  readonly vite7: Replica;
  /** Vite 7's server for developers, with the examples. */
  readonly vite7Dev: AppServer;
  /** Next with the same components, rendered on its server. */
  readonly next: AppServer;
  /** Serves the example of the SDK in an application with React 18. */
  readonly react18: Replica;
}

const BUILDS = { scope: 'worker', timeout: 600_000 } as const;

export const test = base.extend<object, Fixtures>({
  app: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
    async ({}, use) => {
      const app = await FreshApp.create();
      await use(app);
      await app.delete();
    },
    BUILDS,
  ],
  school: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
    async ({}, use) => {
      const school = await School.start();
      await use(school);
      await school.stop();
    },
    { scope: 'worker' },
  ],
  people: [
    async ({ school }, use) => {
      const anna = await school.person({ role: 'teacher' });
      const boris = await school.person({ role: 'student' });
      await use({ anna, boris });
    },
    { scope: 'worker' },
  ],
  examples: [
    async ({ app }, use) => {
      const pages = {
        index: await readmeExample('kit'),
        desk: await readmeExample('desk'),
        campus: await readmeExample('campus'),
        ...(await sdkPages()),
      };
      await use(await ViteApp.create(app, pages));
    },
    BUILDS,
  ],
  vite8: [
    async ({ examples, school }, use) => {
      const webRoot = await examples.build(8);
      await use(await school.replica({ webRoot, realms: REALMS.join() }));
    },
    BUILDS,
  ],
  vite7: [
    async ({ examples, school }, use) => {
      const webRoot = await examples.build(7);
      await use(await school.replica({ webRoot, realms: REALMS.join() }));
    },
    BUILDS,
  ],
  vite7Dev: [
    async ({ examples, vite8 }, use) => {
      const server = await examples.develop(7, vite8.url);
      await use(server);
      await server.stop();
    },
    BUILDS,
  ],
  next: [
    async ({ app, vite8 }, use) => {
      const server = await serveWithNext(app, vite8.url);
      await use(server);
      await server.stop();
    },
    BUILDS,
  ],
  react18: [
    async ({ app, school }, use) => {
      const pages = await sdkPages();
      const built = await ViteApp.create(await app.withReact18(), { ...pages, index: pages.sdk });
      await use(await school.replica({ webRoot: await built.build(8), realms: REALMS.join() }));
    },
    BUILDS,
  ],
});

/** The example of the SDK, for the chat and the token that the address names. */
async function sdkPages(): Promise<Record<'sdk' | 'sdkExample', string>> {
  const example = await readmeExample('sdk');
  const page = `import { createRoot } from 'react-dom/client';
import { app } from './sdkExample.tsx';

createRoot(document.getElementById('root')!).render(app);
`;
  return {
    sdk: page.replace('.tsx', ''),
    sdkExample: example.replace('chatId={1}', 'chatId={Number(location.hash.slice(1))}'),
  };
}
