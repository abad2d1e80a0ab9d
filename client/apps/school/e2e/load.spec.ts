/** What the first load costs, and what a page may do. */
import { expect, test } from './support/test.ts';

const SCRIPT_LIMIT = 150 * 1024;

test('the first load takes at most 150 KB of script', async ({
  open,
  pair: { teacher, student, chatId },
  replicas: [replica],
  school,
}) => {
  await school.seedHistory(chatId, 100);
  const nginx = await school.nginx([replica]);
  for (const at of [nginx, replica]) {
    const tab = await open(teacher, { at, path: `/chats/${chatId}` });
    await expect(tab.conversation(student)).toBeVisible();
    await expect(tab.message('Запись 100.')).toBeVisible();
    const files = await tab.page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map((entry) => entry as PerformanceResourceTiming)
        .filter(({ name }) => !/^\/(api|v1)\//.test(new URL(name).pathname))
        .map(({ name, encodedBodySize, decodedBodySize }) => ({
          path: new URL(name).pathname,
          encodedBodySize,
          decodedBodySize,
        })),
    );
    const scripts = files.filter(({ path }) => path.endsWith('.js'));
    const size = sum(scripts.map(({ encodedBodySize }) => encodedBodySize));
    const all = sum(files.map(({ encodedBodySize }) => encodedBodySize));
    const description =
      `${kilobytes(size)} of script in ${scripts.length} files, ` + `${kilobytes(all)} in all`;
    const server = at === nginx ? 'nginx' : 'the server';
    test.info().annotations.push({ type: `first load from ${server}`, description });
    process.stdout.write(`first load from ${server}: ${description}\n`);
    expect(scripts.length).toBeGreaterThan(0);
    expect(size).toBeGreaterThan(10_000);
    expect(size).toBeLessThanOrEqual(SCRIPT_LIMIT);
    for (const { encodedBodySize, decodedBodySize } of scripts.filter(
      ({ decodedBodySize }) => decodedBodySize > 2_000,
    )) {
      expect(encodedBodySize, 'compressed').toBeLessThan(decodedBodySize);
    }
  }
});

test('the page draws without layout shifts', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.seedHistory(chatId, 300);
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    const tab = await open(teacher, { path: `/chats/${chatId}`, viewport });
    await expect(tab.message('Запись 300.')).toBeInViewport();
    await expect(tab.connection).toHaveText('');
    const { shift, first } = await tab.page.evaluate(async () => {
      // Two frames after the last message was drawn.
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      let shift = 0;
      const observer = new PerformanceObserver(() => undefined);
      observer.observe({ type: 'layout-shift', buffered: true });
      await new Promise((resolve) => setTimeout(resolve));
      for (const entry of observer.takeRecords()) {
        shift += (entry as PerformanceEntry & { value: number }).value;
      }
      const paints = performance.getEntriesByName('first-contentful-paint');
      return { shift, first: paints[0]?.startTime ?? -1 };
    });
    const description = `layout shift ${shift.toFixed(4)}, first paint after ${first.toFixed(0)} ms`;
    test.info().annotations.push({ type: `${viewport.width} pixels`, description });
    process.stdout.write(`${viewport.width} pixels: ${description}\n`);
    expect(shift).toBeLessThan(0.01);
    await expect(tab.conversation(student)).toBeVisible();
  }
});

test('the page’s content policy allows nothing inline', async ({ replicas: [replica], school }) => {
  const nginx = await school.nginx([replica]);
  for (const { url } of [replica, nginx]) {
    const answer = await fetch(`${url}/`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy, url).toMatch(/default-src '(none|self)'/);
    expect(policy, url).toMatch(/script-src 'self'(;|$)/);
    expect(policy, url).not.toContain('unsafe-inline');
    expect(policy, url).not.toContain('unsafe-eval');
    expect(policy, url).toContain("frame-ancestors 'none'");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const page = await answer.text();
    expect(page).not.toMatch(/<style|\son\w+=|style="|<script(?![^>]*\ssrc=)/);
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
  }
});

test('the content policy blocks an injected script', async ({ open, watch }) => {
  const tab = await open(null);
  await expect(tab.signInButton).toBeVisible();
  await tab.page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "взлом"';
    document.body.append(script);
    const style = document.createElement('style');
    style.textContent = 'body { display: none }';
    document.head.append(style);
  });
  await expect(tab.page).not.toHaveTitle('взлом');
  await expect(tab.signInButton).toBeVisible();
  const refused = watch.takeErrors(/Content.Security.Policy/i);
  expect(refused.length).toBeGreaterThanOrEqual(2);
});

test('hashed files are cached, the page is revalidated', async ({
  replicas: [replica],
  school,
}) => {
  const nginx = await school.nginx([replica]);
  for (const { url } of [replica, nginx]) {
    const page = await fetch(`${url}/chats/1`);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1] ?? '';
    const file = await fetch(url + script);
    expect(file.status).toBe(200);
    expect(file.headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${url}/assets/gone-12345678.js`)).status).toBe(404);
  }
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
