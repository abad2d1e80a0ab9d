/** Long chats: where the log opens, and the ways through it. */
import { expect, SOFIA, test } from './support/test.ts';

/** Each is higher than the log; there are no more than a minute allows. */
const TEXTS = ['Первый', 'Второй', 'Третий'].map(
  (name) => `${name}\n${'строка\n'.repeat(60)}конец`,
);

test('a log opens at the first unread message', async ({ buyer, seller, nginx }) => {
  const asks = await buyer(3);
  await asks.openChat();
  await asks.send('Здравствуйте');
  await expect(asks.message('Здравствуйте')).toContainText('отправлено');
  await asks.sendAtOnce(nginx.url, TEXTS);
  const sells = await seller(SOFIA);
  const guest = await asks.guestName();
  const count = sells.row(guest).getByText('4', { exact: true });
  await expect(count).toBeVisible();

  await sells.open(guest);
  await expect(sells.log.getByText('Новые сообщения')).toBeInViewport();
  const newest = sells.log.getByRole('article').last();
  await expect(newest).not.toBeInViewport();
  await sells.page.getByRole('button', { name: 'К последним сообщениям' }).click();
  await expect(newest).toBeInViewport();
  await expect(count).toHaveCount(0);
});

test('search hits and quotes lead to their message', async ({ buyer, seller, replicas }) => {
  const asks = await buyer(3, { at: replicas[0] });
  await asks.openChat();
  await asks.send('Начало переписки');
  await expect(asks.message('Начало переписки')).toContainText('отправлено');
  await asks.sendAtOnce(replicas[0].url, TEXTS);
  const sells = await seller(SOFIA, { at: replicas[1] });
  await sells.open(await asks.guestName());
  const { page } = sells;

  await sells.header.getByRole('button', { name: 'Поиск по сообщениям' }).click();
  await page.getByRole('searchbox', { name: 'Поиск по сообщениям' }).fill('переписки');
  await page.getByRole('region', { name: 'Поиск по сообщениям' }).getByRole('listitem').click();
  await expect(sells.message('Начало переписки')).toBeInViewport();

  await sells.messageAction('Начало переписки', 'Ответить');
  await sells.send('Вижу вас');
  const answer = sells.message('Вижу вас');
  // The buyer looks at the chat.
  await expect(answer).toContainText('прочитано');
  await expect(answer).toBeInViewport();
  await answer.getByTitle('Перейти к исходному сообщению').click();
  await expect(sells.message('Начало переписки').first()).toBeInViewport();
  await page.getByRole('button', { name: 'Вернуться к ответу' }).click();
  await expect(answer).toBeInViewport();
});
