/** The sound of new messages while the page is hidden. */
import { countNotes, focus, notes, unfocus } from '@vestnik/testing/alerts';

import { expect, SOFIA, test } from './support/test.ts';

test('a new message sounds on a hidden page until switched off', async ({
  buyer,
  seller,
  replicas,
}) => {
  const asks = await buyer(3, { at: replicas[0] });
  const isLoaded = asks.page.waitForResponse(/\/messageSound-/);
  await asks.openChat();
  await isLoaded;
  await asks.deliver('Слышно?');
  await countNotes(asks.composer);
  const sells = await seller(SOFIA, { at: replicas[1] });
  await sells.open(await asks.guestName());
  await sells.deliver('Пока на виду');
  await expect(asks.message('Пока на виду')).toBeVisible();
  expect(await notes(asks.page)).toBe(0);

  await unfocus(asks.page);
  await sells.deliver('Теперь в фоне');
  await expect.poll(() => notes(asks.page)).toBe(2);

  await focus(asks.page);
  await asks.page.getByRole('button', { name: 'К чатам' }).click();
  const sound = asks.page.getByRole('button', { name: 'Звук новых сообщений' });
  await expect(sound).toHaveAttribute('aria-pressed', 'true');
  await sound.click();
  await expect(sound).toHaveAttribute('aria-pressed', 'false');
  await asks.page.reload();
  await asks.openChat();
  await countNotes(asks.composer);
  await unfocus(asks.page);
  await sells.deliver('И тихо');
  await expect(asks.page).toHaveTitle(/^\(1\)/);
  expect(await notes(asks.page)).toBe(0);
});
