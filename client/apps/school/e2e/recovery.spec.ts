import { builtApp, type School } from '@vestnik/testing';

import { scrollThrough } from './support/scroll.ts';
import { expect, type Pair, test } from './support/test.ts';

test('a page survives its replica’s kill without loss or duplicates', async ({
  open,
  pair,
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const { teacher, student, chatId } = pair;
  const [one, other] = [await school.replica(), await school.replica()];
  const nginx = await school.nginx([one, other]);
  const tab = await open(teacher, { at: nginx });
  await tab.openChat(student);
  await expect.poll(async () => (await one.streams()) + (await other.streams())).toBe(1);
  const [hit, spared] = (await one.streams()) === 1 ? [one, other] : [other, one];

  const chatter = new Chatter(school, pair);
  await chatter.untilSent(20);
  await tab.send('до аварии');
  await hit.kill();
  await tab.send('во время аварии');
  await chatter.untilSent(60);
  await expect.poll(() => spared.streams()).toBe(1);
  await chatter.untilSent(80);

  await hit.restart();
  await spared.kill();
  await chatter.untilSent(100);
  await tab.send('после второй аварии');
  await chatter.stop();
  await expect.poll(() => hit.streams()).toBe(1);
  await tab.send('последнее');
  await expect(tab.message('последнее')).toBeVisible();
  await expect(tab.connection).not.toContainText('Нет соединения');
  const own = ['до аварии', 'во время аварии', 'после второй аварии', 'последнее'];
  for (const text of own) {
    const count = async () => countOf(await school.messages(chatId), text);
    await expect.poll(count).toBe(1);
  }

  const logged = (await school.messages(chatId)).map(({ content }) => content);
  const words = /(реплика \d+\.|до аварии|во время аварии|после второй аварии|последнее)/;
  const { seen, disorder } = await scrollThrough(tab.page, {
    towards: 'oldest',
    until: logged[0] ?? '',
    words,
  });
  expect(disorder).toEqual([]);
  expect(seen).toEqual(logged);
});

test('a page shows an outage and catches up after it', async ({
  open,
  pair: { teacher, student, chatId },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const replica = await school.replica({ webRoot: builtApp() });
  const tab = await open(teacher, { at: replica });
  await tab.openChat(student);
  await expect.poll(() => replica.streams()).toBe(1);

  await replica.kill();
  await expect(tab.connection).toHaveText('Нет соединения');
  await school.send(chatId, student, 'пока сервера нет');
  await replica.restart();

  await expect(tab.message('пока сервера нет')).toBeVisible();
  await expect(tab.connection).not.toContainText('Нет соединения');
});

/** Writes one message after the other and continues after errors. */
class Chatter {
  readonly #done: Promise<void>;
  #sent = 0;
  #isStopped = false;

  constructor(school: School, { chatId, student }: Pair) {
    this.#done = this.#write(async (text) => {
      await school.send(chatId, student, text);
    });
  }

  async untilSent(count: number): Promise<void> {
    await expect.poll(() => this.#sent, { timeout: 30_000 }).toBeGreaterThanOrEqual(count);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#done;
  }

  async #write(send: (text: string) => Promise<void>): Promise<void> {
    while (!this.#isStopped) {
      await send(`реплика ${this.#sent + 1}.`);
      this.#sent += 1;
    }
  }
}

function countOf(messages: readonly { content: string }[], text: string): number {
  return messages.filter(({ content }) => content === text).length;
}
