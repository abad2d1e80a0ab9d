/** The page that checks the proof of a chat: from a folder, with neither a server nor a network. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Database, createTempDir } from '@vestnik/testing';
import { type Page, expect, test } from '@playwright/test';

// One database is enough for all of them.
test.describe.configure({ mode: 'default' });

const STORY = `
  INSERT INTO users (id, name, role, realms)
  VALUES (101, 'Анна Петрова', 'teacher', '{school}'), (102, 'Иван Орлов', 'student', '{school}');
  INSERT INTO events (realm, kind, payload)
  VALUES ('school', 'chat_created', '{"pair_key": "101:102", "participants": [
           {"user_id": 101, "role": "teacher"}, {"user_id": 102, "role": "student"}]}');
  INSERT INTO events (chat_id, kind, actor_id, payload)
  VALUES (1, 'message_sent', 102, '{"content": "Можно перенести вторник?"}'),
         (1, 'message_sent', 101, '{"content": "Да, на <b>четверг</b> 🙂"}'),
         (1, 'message_edited', 101, '{"message_id": 3, "content": "Да, на пятницу"}'),
         (1, 'message_deleted', 102, '{"message_id": 2}');`;

/** A folder with the page, the proof and the kept seals. */
let folder: string;
let database: Database | undefined;

test.beforeAll(async () => {
  folder = await createTempDir();
  const started = await Database.start({ demo: false });
  database = started;
  await started.sql(STORY);
  const sealed = async (): Promise<string> => {
    await started.sql('SELECT FROM audit.seal_log(3)');
    return started.sql('SELECT max(to_position) FROM audit.seals');
  };
  await expect.poll(sealed).toBe('5');
  const file = (name: string): string => join(folder, name);
  await started.command(['export', '--seals', file('seals.csv')]);
  await started.command(['export', '--chat', '1', '--proof', '--output', file('proof.json')]);
  await started.command(['export', '--proof-checker', file('checker.html')]);
});

test.afterAll(async () => {
  await database?.stop();
});

/** Writes a file with a change beside the others; returns its name. */
async function changed(name: string, from: string, to: string): Promise<string> {
  const text = await readFile(join(folder, name), 'utf8');
  expect(text).toContain(from);
  await writeFile(join(folder, `changed-${name}`), text.replace(from, to));
  return `changed-${name}`;
}

/** Opens the page and lets it check a proof. */
async function check(page: Page, proof = 'proof.json', seals = 'seals.csv'): Promise<void> {
  await page.context().setOffline(true);
  await page.goto(pathToFileURL(join(folder, 'checker.html')).href);
  await page.getByLabel('Доказательство').setInputFiles(join(folder, proof));
  await page.getByLabel('Печати').setInputFiles(join(folder, seals));
  await page.getByRole('button', { name: 'Проверить' }).click();
}

test('page confirms a good proof and shows the chat', async ({ page }) => {
  const requested: string[] = [];
  page.on('request', (request) => requested.push(new URL(request.url()).protocol));
  await check(page);
  const result = page.getByRole('status');
  await expect(result).toContainText('События чата 1 таковы, какими были запечатаны: 5.');
  await expect(page.getByRole('listitem')).toHaveCount(5);
  await expect(page.getByRole('listitem').nth(2)).toContainText('Да, на <b>четверг</b> 🙂');
  await expect(page.getByRole('listitem').nth(2)).toContainText('Анна Петрова (101)');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(result).toContainText('5 events of chat 1 are as they were sealed');
  expect(new Set(requested)).toEqual(new Set(['file:']));
});

test('page names the position of an altered letter', async ({ page }) => {
  await check(page, await changed('proof.json', 'четверг', 'четверк'));
  await expect(page.getByRole('status')).toContainText('позиция 3: событие изменено');
  await expect(page.getByRole('status')).not.toContainText('таковы');
  await expect(page.locator('li.bad')).toHaveText(/#3 /);
});

test('page names a field that was altered', async ({ page }) => {
  await check(page, await changed('proof.json', '"actor_id":102', '"actor_id":101'));
  await expect(page.getByRole('status')).toContainText('позиция 2: событие изменено');
});

test('page compares the seals', async ({ page }) => {
  const last = (await readFile(join(folder, 'seals.csv'), 'utf8')).trimEnd().split('\n').at(-1);
  await check(page, 'proof.json', await changed('seals.csv', last ?? '', ''));
  await expect(page.getByRole('status')).toContainText(
    'позиция 5: среди хранившихся печатей нет той, что здесь заканчивается',
  );
  const hash = last?.split(',')[2] ?? '';
  await check(page, 'proof.json', await changed('seals.csv', hash, '1'.repeat(64)));
  await expect(page.getByRole('status')).toContainText(
    'позиция 5: печать, которая здесь заканчивается, другая',
  );
});

test('page refuses a file that is not a proof', async ({ page }) => {
  await check(page, 'seals.csv');
  await expect(page.getByRole('status')).toContainText('seals.csv: файл не читается');
  await check(page, await changed('proof.json', 'chat proof 1', 'chat proof 2'));
  await expect(page.getByRole('status')).toContainText('changed-proof.json: файл не читается');
});
