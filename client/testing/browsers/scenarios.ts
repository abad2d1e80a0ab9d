/** What a browser has to be able to do, whatever its engine. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  createTempDir,
  eventually,
  type Person,
  type Replica,
  type School,
} from '@vestnik/testing';
import { PICTURE } from '@vestnik/testing/chatPage';
import { expect, test } from '@playwright/test';

import type { Driver } from './driver.ts';
import { Tab } from './tab.ts';

export interface Surroundings {
  readonly school: School;
  readonly replica: Replica;
  readonly teacher: Person;
  readonly student: Person;
  readonly chatId: number;
}

/** A teacher signs in, writes, opens the settings, sends a photo, and reloads without the server. */
export async function smokeTest(driver: Driver, surroundings: Surroundings): Promise<void> {
  const { replica, teacher, student } = surroundings;
  const tab = new Tab(driver);
  await test.step('sign in', async () => {
    await driver.open(replica.url);
    await driver.evaluate(() => {
      localStorage.setItem('vestnik.language', 'ru');
    }, null);
    await driver.reload();
    await tab.type('E-mail', teacher.email);
    await tab.type('Пароль', teacher.password);
    await tab.press('Войти');
    await tab.press(student.name);
  });
  await test.step('send', () => sendAndReceive(tab, surroundings));
  await test.step('settings and menus', () => openPopovers(tab, surroundings));
  await test.step('photo', () => sendPhoto(tab, surroundings));
  await test.step('offline reload', () => reloadOffline(tab, surroundings));
}

async function sendAndReceive(tab: Tab, { school, student, chatId }: Surroundings): Promise<void> {
  await send(tab, 'Здравствуйте!');
  await waitForMessages(school, chatId, ['Здравствуйте!']);
  await school.send(chatId, student, 'Добрый день');
  await tab.waitForText('Добрый день');
}

async function sendPhoto(tab: Tab, { school, chatId }: Surroundings): Promise<void> {
  const path = join(await createTempDir(), 'photo.png');
  await writeFile(path, PICTURE);
  await tab.attach(path);
  await send(tab, 'Фото');
  await waitForMessages(school, chatId, ['Здравствуйте!', 'Добрый день', 'Фото']);
  await tab.waitUntil(
    'the picture, from the server',
    () => {
      const pictures = document.querySelectorAll<HTMLImageElement>('[role=log] article img');
      return Array.from(pictures).some(
        ({ src, complete, naturalWidth }) => src.startsWith('http') && complete && naturalWidth > 0,
      );
    },
    null,
  );
}

/** What opens over the page is as high as its content. */
async function openPopovers(tab: Tab, { student }: Surroundings): Promise<void> {
  await tab.press('Настройки');
  await tab.waitForText('Оформление');
  await expectNaturalHeight(tab);
  await tab.press('Настройки');
  await tab.press(`Действия: ${student.name}`);
  await tab.waitForText('Закрепить');
  await expectNaturalHeight(tab);
  await tab.press(`Действия: ${student.name}`);
}

async function expectNaturalHeight(tab: Tab): Promise<void> {
  const [height, natural] = await tab.driver.evaluate(() => {
    const popover = document.querySelector<HTMLElement>('[popover]:popover-open');
    if (popover === null) return [];
    const before = popover.offsetHeight;
    popover.style.height = 'auto';
    const after = popover.offsetHeight;
    popover.style.height = '';
    return [before, after];
  }, null);
  expect(height).toBeGreaterThan(0);
  expect(height).toBe(natural);
}

async function reloadOffline(
  tab: Tab,
  { school, replica, chatId, student }: Surroundings,
): Promise<void> {
  await tab.waitUntil(
    'the service worker',
    async () => {
      await navigator.serviceWorker.ready;
      return true;
    },
    null,
  );
  await replica.stop();
  await tab.waitForText('Нет соединения');
  await send(tab, 'Без сети');
  await tab.waitForText('Без сети');
  await tab.driver.reload();
  for (const text of ['Добрый день', 'Без сети']) await tab.waitForText(text);
  await replica.restart();
  await waitForMessages(school, chatId, ['Здравствуйте!', 'Добрый день', 'Фото', 'Без сети']);
  await school.send(chatId, student, 'Снова на связи');
  await tab.waitForText('Снова на связи');
}

async function send(tab: Tab, text: string): Promise<void> {
  await tab.type('Сообщение', text);
  await tab.press('Отправить');
}

async function waitForMessages(
  school: School,
  chatId: number,
  expected: readonly string[],
): Promise<void> {
  await eventually(`the messages ${expected.join(', ')}`, async () => {
    const messages = await school.messages(chatId);
    return messages.map(({ content }) => content).join() === expected.join();
  });
}
