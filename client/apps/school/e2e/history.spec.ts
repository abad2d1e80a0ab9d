import type { Locator } from '@playwright/test';
import { boxAtRest } from '@vestnik/testing';

import { scrollThrough } from './support/scroll.ts';
import { expect, test } from './support/test.ts';

const LENGTH = 5_000;
const WORDS = /Запись \d+\./;

test('scrolling through 5,000 messages shows each once, in order', async ({
  open,
  pair: { teacher, chatId },
  school,
}) => {
  await school.seedHistory(chatId, LENGTH);
  const tab = await open(teacher, {
    path: `/chats/${chatId}`,
    viewport: { width: 1280, height: 4000 },
  });
  await expect(tab.message(`Запись ${LENGTH}.`)).toBeVisible();
  const articles = await tab.log.getByRole('article').count();
  expect(articles, 'only what is near the screen is in the page').toBeLessThan(200);

  const expected = Array.from({ length: LENGTH }, (_, index) => `Запись ${index + 1}.`);
  for (const [towards, until] of [
    ['oldest', 'Запись 1.'],
    ['newest', `Запись ${LENGTH}.`],
  ] as const) {
    const started = performance.now();
    const { seen, disorder, largestJump, longestFrame } = await scrollThrough(tab.page, {
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
    expect(largestJump, 'a row is this high at least').toBeLessThan(36);
  }
});

test('only the wheel moves the log while older messages load', async ({
  open,
  pair: { teacher, chatId },
  school,
}) => {
  await school.seedHistory(chatId, 120);
  const tab = await open(teacher, { path: `/chats/${chatId}` });
  await expect(tab.message('Запись 120.')).toBeInViewport();
  for (const [towards, until] of [
    ['oldest', 'Запись 1.'],
    ['newest', 'Запись 120.'],
  ] as const) {
    const { largestJump, longestFrame } = await scrollThrough(tab.page, {
      towards,
      until,
      words: WORDS,
      step: 100,
    });
    const description =
      `largest jump ${largestJump.toFixed(1)} px, ` + `longest frame ${longestFrame.toFixed(0)} ms`;
    test.info().annotations.push({ type: `to the ${towards} by the wheel`, description });
    process.stdout.write(`by the wheel to the ${towards}: ${description}\n`);
    expect(largestJump, 'a row is this high at least').toBeLessThan(36);
  }
});

test('the visible messages do not move on a slow device', async ({
  open,
  pair: { teacher, chatId },
  school,
}) => {
  await school.seedHistory(chatId, 200);
  const tab = await open(teacher, {
    path: `/chats/${chatId}`,
    viewport: { width: 1280, height: 2000 },
  });
  await expect(tab.message('Запись 200.')).toBeInViewport();
  const session = await tab.page.context().newCDPSession(tab.page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 15 });
  const { largestJump } = await scrollThrough(tab.page, {
    towards: 'oldest',
    until: 'Запись 1.',
    words: WORDS,
  });
  expect(largestJump, 'a row is this high at least').toBeLessThan(36);
});

test('one button leads back to the newest message', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.seedHistory(chatId, 150);
  const tab = await open(teacher, { path: `/chats/${chatId}` });
  await expect(tab.message('Запись 150.')).toBeInViewport();
  const jump = tab.page.getByRole('button', { name: /К последним сообщениям/ });
  await expect(jump).toHaveCount(0);

  await scrollThrough(tab.page, { towards: 'oldest', until: 'Запись 1.', words: WORDS });
  await school.send(chatId, student, 'новое внизу');
  await expect(jump).toBeVisible();
  await expect(tab.message('Запись 1.')).toBeVisible();
  await jump.click();

  await expect(tab.message('новое внизу')).toBeInViewport();
  await expect(jump).toHaveCount(0);
});

test('dividers separate the days', async ({ open, pair: { teacher, student, chatId }, school }) => {
  await school.sql(`
    INSERT INTO events (chat_id, kind, actor_id, payload, recorded_at, origin)
    SELECT ${chatId}, 'message_sent', ${student.id},
           jsonb_build_object('content', days || ' дн. назад'), now() - days * interval '1 day',
           'import'
    FROM unnest(ARRAY[400, 40, 1, 0]) AS days;
  `);
  const tab = await open(teacher, { path: `/chats/${chatId}` });
  await expect(tab.message('0 дн. назад').last()).toBeVisible();
  const [longAgo, ago] = [400, 40].map((days) => new Date(Date.now() - days * 86_400_000));
  const isThisYear = ago?.getFullYear() === new Date().getFullYear();
  const long = {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'Europe/Moscow',
  } as const;
  const short = { day: 'numeric', month: 'long', timeZone: 'Europe/Moscow' } as const;
  for (const day of [
    longAgo?.toLocaleDateString('ru', long),
    ago?.toLocaleDateString('ru', isThisYear ? short : long),
    'Вчера',
    'Сегодня',
  ]) {
    await expect(tab.log.getByText(day ?? '', { exact: true })).toHaveCount(1);
  }
});

test('a returning user starts at the unread divider', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.seedHistory(chatId, 200);
  await school.request('POST', `/api/chats/${chatId}/read`, { token: teacher.token, body: {} });
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
    [above, divider, tab.message('непрочитанное 1.')].map(boxAtRest),
  );
  expect(last?.y).toBeLessThan(line?.y ?? 0);
  expect(line?.y).toBeLessThan(first?.y ?? 0);

  await scrollThrough(tab.page, {
    towards: 'newest',
    until: 'непрочитанное 40.',
    words: /непр\S+ \d+\./,
  });
  await expect(tab.chat(student).getByRole('img')).toHaveCount(0);
});

test('the unread divider is found while older messages load', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.seedHistory(chatId, 120);
  await school.request('POST', `/api/chats/${chatId}/read`, { token: teacher.token, body: {} });
  for (let index = 1; index <= 40; index += 1)
    await school.send(chatId, student, `новое ${index}.`);
  const tab = await open(teacher);
  await expect(tab.unread(student, 40)).toBeVisible();

  // As on a machine that is too busy to draw: no frame comes before the next page of history.
  const drawAgain = await tab.page.evaluateHandle(() => {
    const draw = window.requestAnimationFrame.bind(window);
    const held: FrameRequestCallback[] = [];
    window.requestAnimationFrame = (callback) => held.push(callback);
    return () => {
      window.requestAnimationFrame = draw;
      held.forEach(draw);
    };
  });
  const older = tab.page.waitForResponse((answer) => answer.url().includes('before_id='));
  await tab.openChat(student);
  await older;
  const rows = tab.log.locator('[data-index]');
  await expect(rows.last()).toHaveAttribute('data-index', /^([6-9]|1\d)\d$/);
  await drawAgain.evaluate((draw) => {
    draw();
  });

  await expect(tab.log.getByText('Новые сообщения', { exact: true })).toBeInViewport();
  await expect(tab.message('новое 1.')).toBeInViewport();
  await expect(tab.message('Запись 120.')).toBeInViewport();
});

test('the log stays at its end while 250 messages arrive', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.seedHistory(chatId, 60);
  const tab = await open(teacher, { path: `/chats/${chatId}` });
  await expect(tab.message('Запись 60.')).toBeInViewport();
  await school.seedHistory(chatId, 250);
  await expect(tab.message('Запись 250.')).toBeInViewport();
  await school.send(chatId, student, 'вслед за всеми');
  await expect(tab.message('вслед за всеми')).toBeInViewport();
  await expect(tab.chat(student).getByRole('img')).toHaveCount(0);
});

test('the log stays at its end while the composer grows by a line', async ({
  open,
  pair: { teacher, chatId },
  school,
}) => {
  await school.seedHistory(chatId, 60);
  const tab = await open(teacher, { path: `/chats/${chatId}` });
  await expect(tab.message('Запись 60.')).toBeInViewport();
  for (const text of ['одна', 'одна\nдве', 'одна\nдве\nтри', 'одна']) {
    await tab.composer.fill(text);
    await expect.poll(() => distanceToEnd(tab.log)).toBeLessThanOrEqual(1);
  }
});

test('new messages do not move a scrolled-up log', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.seedHistory(chatId, 200);
  const tab = await open(teacher, { path: `/chats/${chatId}` });
  await expect(tab.message('Запись 200.')).toBeInViewport();
  await scrollThrough(tab.page, { towards: 'oldest', until: 'Запись 150.', words: WORDS });
  const row = tab.message('Запись 155.');
  const before = await boxAtRest(row);
  for (let index = 0; index < 20; index += 1) await school.send(chatId, student, `новое ${index}.`);
  await expect(tab.chat(student)).toContainText('новое 19.');
  expect(await boxAtRest(row)).toEqual(before);
  await expect(tab.unread(student, 20)).toBeVisible();
});

/** How far the log is from its end, in pixels. */
async function distanceToEnd(log: Locator): Promise<number> {
  return log.evaluate(
    ({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight,
  );
}
