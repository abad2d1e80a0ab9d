/**
 * What one does and the other sees, each on a replica of their own. `conversation.spec.ts` has replies,
 * edits, reactions, deletion and typing, `media.spec.ts` files, drafts and the search, `link.spec.ts`
 * links to messages.
 */
import { FAKE_MICROPHONE } from '@vestnik/testing/chatPage';

import {
  ALISA,
  ANNA,
  type CampusPage,
  DMITRY,
  expect,
  MAKSIM,
  POLINA,
  test,
} from './support/test.ts';

test.use({
  permissions: ['microphone'],
  launchOptions: async ({ launchOptions }, use) => {
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...FAKE_MICROPHONE] });
  },
});

interface Both {
  readonly hers: CampusPage;
  readonly his: CampusPage;
  /** The group that both have open. */
  readonly title: string;
}

interface Feature {
  readonly guarantee: string;
  readonly title: string;
  readonly run: (both: Both) => Promise<void>;
}

const FEATURES: readonly Feature[] = [
  { guarantee: 'a quote leads to its message and back', title: 'Экзамены', run: quote },
  { guarantee: 'everybody sees a message pinned and unpinned', title: 'Практика', run: pin },
  { guarantee: 'a forwarded message names its author', title: 'Олимпиада', run: forward },
  { guarantee: 'selected messages are deleted for everybody', title: 'Конспекты', run: select },
  { guarantee: 'a mention is counted until it is read', title: 'Дежурство', run: mention },
  { guarantee: 'readers of a message are listed', title: 'Объявления', run: readers },
  { guarantee: 'the other person plays a recorded voice note', title: 'Хор', run: voiceNote },
];

for (const { guarantee, title, run } of FEATURES) {
  test(guarantee, async ({ open, replicas }) => {
    const hers = await open(ANNA, { at: replicas[0] });
    await hers.createGroup(title, [MAKSIM, POLINA]);
    const his = await open(MAKSIM, { at: replicas[1] });
    await his.open(title);
    await run({ hers, his, title });
  });
}

async function quote({ hers, his }: Both): Promise<void> {
  await his.send('Когда экзамен?');
  await hers.messageAction('Когда экзамен?', 'Ответить');
  await hers.sendAll(Array.from({ length: 40 }, (_, n) => `Билет ${n + 1}.`));
  await expect(his.message('Билет 40.')).toBeInViewport();
  await hers.send('В июне');
  const reply = his.message('В июне');
  await expect(reply).toContainText('Когда экзамен?');

  await reply.getByTitle('Перейти к исходному сообщению').click();
  await expect(his.message('Когда экзамен?').first()).toBeInViewport();
  await expect(reply).not.toBeInViewport();
  await his.page.getByRole('button', { name: 'Вернуться к ответу', exact: true }).click();
  await expect(reply).toBeInViewport();
}

async function pin({ hers, his }: Both): Promise<void> {
  await hers.send('Сбор у главного входа');
  await hers.messageAction('Сбор у главного входа', 'Закрепить');
  const bar = his.page.getByRole('region', { name: 'Закреплённое сообщение' });
  await expect(bar).toContainText('Сбор у главного входа');
  await hers.messageAction('Сбор у главного входа', 'Открепить');
  await expect(bar).toHaveCount(0);
}

async function forward({ hers, his, title }: Both): Promise<void> {
  await hers.createPrivate(MAKSIM);
  await hers.open(title);
  await hers.send('Разбор второй задачи');
  await hers.isSent('Разбор второй задачи');
  await hers.messageAction('Разбор второй задачи', 'Переслать');
  await hers.dialog.getByRole('checkbox', { name: MAKSIM.name }).check();
  await hers.dialog.getByRole('button', { name: 'Переслать', exact: true }).click();
  await his.open(ANNA.name);
  const forwarded = his.message('Разбор второй задачи');
  await expect(forwarded).toContainText(`Переслано от: ${ANNA.name}`);
}

async function select({ hers, his }: Both): Promise<void> {
  for (const text of ['Первая лекция', 'Вторая лекция', 'Третья лекция']) {
    await hers.send(text);
    await hers.isSent(text);
  }
  const bar = hers.page.getByRole('toolbar', { name: 'Выбранные сообщения' });
  await hers.messageAction('Первая лекция', 'Выбрать');
  await hers.message('Вторая лекция').click();
  await expect(bar).toContainText('Выбраны 2 сообщения');
  await expect(his.message('Вторая лекция')).toBeVisible();
  await bar.getByRole('button', { name: 'Удалить' }).click();
  await hers.dialog.getByRole('button', { name: 'Удалить', exact: true }).click();
  await expect(his.message('Первая лекция')).toHaveCount(0);
  await expect(his.message('Вторая лекция')).toHaveCount(0);
  await expect(his.message('Третья лекция')).toBeVisible();
}

async function mention({ hers, his, title }: Both): Promise<void> {
  await his.createPrivate(DMITRY);
  await hers.composer.pressSequentially('Сегодня @');
  await hers.page.getByRole('option', { name: MAKSIM.name }).click();
  await hers.composer.press('Enter');
  const badge = his.conversation(title).getByRole('img', { name: 'Упоминаний: 1' });
  await expect(badge).toBeVisible();
  await his.open(title);
  await expect(his.message('Сегодня').getByText(`@${MAKSIM.name}`)).toBeVisible();
  await expect(badge).toHaveCount(0);
}

async function readers({ hers, his }: Both): Promise<void> {
  await hers.send('Завтра в десять');
  await expect(his.message('Завтра в десять')).toBeVisible();
  await expect(hers.message('Завтра в десять')).toContainText('прочитано');
  await hers.messageAction('Завтра в десять', 'Кто прочитал');
  await expect(hers.dialog.getByText(MAKSIM.name)).toBeVisible();
  await expect(hers.dialog.getByText(POLINA.name)).toHaveCount(0);
}

async function voiceNote({ hers, his }: Both): Promise<void> {
  await hers.page.getByRole('button', { name: 'Записать голосовое сообщение' }).click();
  await expect(hers.page.getByText('0:01', { exact: true })).toBeVisible();
  await hers.page.getByRole('button', { name: 'Отправить голосовое сообщение' }).click();
  // It lasts a second: each frame is looked at.
  const plays = his.page.waitForFunction(() => document.querySelector('[aria-label="Пауза"]'));
  await his.log.getByRole('button', { name: 'Слушать' }).click();
  await plays;
}

test('presence and last seen cross replicas', async ({ open, replicas }) => {
  const hers = await open(ANNA, { at: replicas[0] });
  await hers.createPrivate(ALISA);
  await hers.send('Вы здесь?');
  const his = await open(ALISA, { at: replicas[1] });
  await his.open(ANNA.name);
  await expect(his.page.getByText('· в сети')).toBeVisible();
  await expect(hers.page.getByText('· в сети')).toBeVisible();
  await his.page.context().close();
  await expect(hers.page.getByText(/· был\(а\) в сети в \d\d:\d\d/)).toBeVisible();
});

test('muted, pinned and archived chats are so on all devices', async ({ open, replicas }) => {
  const group = { name: 'Спортивная секция' };
  const desk = await open(DMITRY, { at: replicas[0] });
  await desk.createGroup(group.name, [MAKSIM, POLINA]);
  await desk.send('Запись открыта');
  const phone = await open(DMITRY, { at: replicas[1] });
  for (const { item, badge } of [
    { item: 'Закрепить', badge: 'Закреплён' },
    { item: 'Без звука навсегда', badge: 'Без звука' },
  ]) {
    await desk.chooseOfChat(group, item);
    await expect(phone.chat(group).getByRole('img', { name: badge })).toBeVisible();
  }
  await desk.chooseOfChat(group, 'В архив');
  await expect(phone.chat(group)).toHaveCount(0);
  await phone.page.getByRole('button', { name: 'Архив', exact: true }).click();
  await phone.chooseOfChat(group, 'Вернуть из архива');
  await expect(desk.chat(group)).toBeVisible();
});
