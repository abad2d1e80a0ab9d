/**
 * What drawing and scrolling a chat costs, in processor time of the page's main thread: unlike
 * seconds, that is the same on a machine that is busy.
 */
import type { Browser, Page } from '@playwright/test';

import { measureTasks, type Tasks } from './support/tasks.ts';
import { expect, test } from './support/test.ts';

const LENGTH = 50_000;
/** So many of them are loaded. SPEED_LOADED=50000 loads all, for which CI has no time. */
const LOADED = Number(process.env['SPEED_LOADED'] ?? 10_000);

/**
 * How long tasks may be, in units of work of 20 ms on a machine of 2024: users notice longer ones. Two tasks may
 * be up to three times as long, because garbage collection may fall into them.
 */
const LONG_TASK = 5;

/** Units of work until the first message is drawn: twice the measured ones. */
const DRAWING = { cold: 35, warm: 25 };

test('a chat is drawn with little work without a cache', async ({
  browser,
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.seedHistory(chatId, 200);
  const tab = await open(teacher, { path: '/health' });
  const unit = await unitOfWork(browser, tab.page);
  await tab.page.addInitScript(markFirstMessage);
  for (const cache of ['cold', 'warm'] as const) {
    const drawing = await measureTasks(
      browser,
      tab.page,
      async () => {
        await tab.page.goto(`/chats/${chatId}`);
        await expect(tab.conversation(student).getByRole('article').last()).toBeInViewport();
      },
      'first-message',
    );
    report(`drawn, ${cache}`, drawing);
    expect(drawing.total / unit, cache).toBeLessThan(DRAWING[cache]);
  }
});

test('a long chat never blocks the page', async ({
  browser,
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.seedHistory(chatId, LENGTH);
  const tab = await open(teacher, { path: `/chats/${chatId}` });
  await expect(tab.message(`Запись ${LENGTH}.`)).toBeVisible();
  const unit = await unitOfWork(browser, tab.page);
  const measure = async (what: string, act: () => Promise<void>) => {
    const tasks = await measureTasks(browser, tab.page, act);
    report(what, tasks);
    expect(tasks.thirdLongest / unit, what).toBeLessThan(LONG_TASK);
    expect(tasks.longest / unit, what).toBeLessThan(3 * LONG_TASK);
  };
  const receive = async (...texts: readonly string[]) => {
    for (const text of texts) await school.send(chatId, student, text);
  };
  // In parts: a trace of all of it would not fit into memory.
  for (let first = LENGTH - 5_000; first >= LENGTH - LOADED; first -= 5_000) {
    await measure(`${LENGTH - first} messages are loaded`, () => scrollUpTo(tab.page, first + 1));
  }
  await measure('messages come while older ones are read', async () => {
    await receive('первое', 'второе', 'третье');
    await expect(tab.chat(student)).toContainText('третье');
  });
  await measure('the way to the newest', async () => {
    await tab.page.getByRole('button', { name: /К последним сообщениям/ }).click();
    await expect(tab.message('третье')).toBeInViewport();
  });
  await measure('messages come at the end', async () => {
    await receive('четвёртое', 'пятое', 'шестое');
    await expect(tab.message('шестое')).toBeInViewport();
  });
  await measure('the wheel', async () => {
    await tab.log.hover();
    for (let turn = 0; turn < 60; turn += 1) await tab.page.mouse.wheel(0, -700);
    await expect(tab.message('шестое')).not.toBeInViewport();
  });
  await measure('sending', async () => {
    await tab.send('отправлено отсюда');
    await expect(tab.message('отправлено отсюда')).toBeInViewport();
  });
});

/** Milliseconds that ten million steps of a generator of numbers take here, in the best of five runs. */
async function unitOfWork(browser: Browser, page: Page): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const { longest } = await measureTasks(browser, page, async () => {
      await page.evaluate(() => {
        let number = 1;
        for (let step = 0; step < 10_000_000; step += 1) {
          number ^= number << 13;
          number ^= number >>> 17;
          number ^= number << 5;
        }
        return number;
      });
    });
    times.push(longest);
  }
  const unit = Math.min(...times);
  process.stdout.write(`a unit of work: ${unit.toFixed(1)} ms\n`);
  return unit;
}

/** Marks the frame that has the first message. */
function markFirstMessage(): void {
  const look = () => {
    if (document.querySelector('article') === null) requestAnimationFrame(look);
    else requestAnimationFrame(() => performance.mark('first-message'));
  };
  look();
}

/** Scrolls to the top until this message is there. */
async function scrollUpTo(page: Page, number: number): Promise<void> {
  await page.evaluate(async (wanted) => {
    const log = document.querySelector('[role=log]');
    if (log === null) throw new Error('there is no conversation');
    const oldest = () =>
      Math.min(
        ...[...log.querySelectorAll('article')].map((row) =>
          Number(/Запись (\d+)\./.exec(row.textContent)?.[1] ?? Infinity),
        ),
      );
    while (oldest() > wanted) {
      log.scrollTop = 0;
      await new Promise(requestAnimationFrame);
    }
  }, number);
}

function report(what: string, { longest, total }: Tasks): void {
  const description = `longest task ${longest.toFixed(0)} ms, ${total.toFixed(0)} ms in all`;
  test.info().annotations.push({ type: what, description });
  process.stdout.write(`${what}: ${description}\n`);
}
