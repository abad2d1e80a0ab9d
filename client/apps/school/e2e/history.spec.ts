import { walk } from './support/scroll.ts';
import { expect, test } from './support/test.ts';

const LENGTH = 5_000;
const WORDS = /Запись \d+\./;

test('five thousand messages are read to the first and back, each once and without a jump', async ({
  open,
  pair: { teacher, chatId },
  school,
}) => {
  test.setTimeout(180_000);
  await school.history(chatId, LENGTH);
  const tab = await open(teacher, {
    path: `/chats/${chatId}`,
    viewport: { width: 1280, height: 1600 },
  });
  await expect(tab.message(`Запись ${LENGTH}.`)).toBeVisible();
  const articles = await tab.log.getByRole('article').count();
  expect(articles, 'only what is near the screen is in the page').toBeLessThan(120);

  const expected = Array.from({ length: LENGTH }, (_, index) => `Запись ${index + 1}.`);
  for (const [towards, until] of [
    ['oldest', 'Запись 1.'],
    ['newest', `Запись ${LENGTH}.`],
  ] as const) {
    const started = performance.now();
    const { seen, disorder, largestJump, longestFrame } = await walk(tab.page, {
      towards,
      until,
      words: WORDS,
    });
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    const description =
      `${seconds} s, largest jump ${largestJump.toFixed(1)} px, ` +
      `longest frame ${longestFrame.toFixed(0)} ms`;
    test.info().annotations.push({ type: `to the ${towards}`, description });
    process.stdout.write(`${LENGTH} messages to the ${towards}: ${description}\n`);
    expect(disorder).toEqual([]);
    expect(seen).toEqual(expected);
    expect(largestJump, 'a row is this high at least').toBeLessThan(40);
  }
});

test('the way back to the newest message is one button', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.history(chatId, 300);
  const tab = await open(teacher, { path: `/chats/${chatId}` });
  await expect(tab.message('Запись 300.')).toBeInViewport();
  const jump = tab.page.getByRole('button', { name: /К последним сообщениям/ });
  await expect(jump).toHaveCount(0);

  await walk(tab.page, { towards: 'oldest', until: 'Запись 1.', words: WORDS });
  await school.send(chatId, student, 'новое внизу');
  await expect(jump).toBeVisible();
  await expect(tab.message('Запись 1.')).toBeVisible();
  await jump.click();

  await expect(tab.message('новое внизу')).toBeInViewport();
  await expect(jump).toHaveCount(0);
});

test('days are told apart', async ({ open, pair: { teacher, chatId }, school }) => {
  await school.history(chatId, 3_000);
  const tab = await open(teacher, {
    path: `/chats/${chatId}`,
    viewport: { width: 1280, height: 1600 },
  });
  await expect(tab.message('Запись 3000.')).toBeVisible();
  await walk(tab.page, { towards: 'oldest', until: 'Запись 1400.', words: WORDS });
  await expect(tab.log.getByText('Вчера', { exact: true })).toHaveCount(1);
});

test('who comes back finds the place where they stopped reading', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.history(chatId, 200);
  await school.call('POST', `/api/chats/${chatId}/read`, { token: teacher.token, body: {} });
  const unread = Array.from({ length: 40 }, (_, index) => `непрочитанное ${index + 1}.`);
  for (const text of unread) await school.send(chatId, student, text);
  const tab = await open(teacher);
  await expect(tab.unread(student, 40)).toBeVisible();
  await tab.openChat(student);

  const divider = tab.log.getByText('Новые сообщения', { exact: true });
  await expect(divider).toBeInViewport();
  await expect(tab.message('непрочитанное 1.')).toBeInViewport();
  const above = tab.message('Запись 200.');
  await expect(above).toBeInViewport();
  const [last, line, first] = await Promise.all(
    [above, divider, tab.message('непрочитанное 1.')].map((row) => row.boundingBox()),
  );
  expect(last?.y).toBeLessThan(line?.y ?? 0);
  expect(line?.y).toBeLessThan(first?.y ?? 0);

  await walk(tab.page, { towards: 'newest', until: 'непрочитанное 40.', words: /непр\S+ \d+\./ });
  await expect(tab.chat(student).getByRole('img')).toHaveCount(0);
});
