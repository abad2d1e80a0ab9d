import { expect, test } from './support/test.ts';

test('typing is shown across replicas until it ends', async ({
  open,
  pair: { teacher, student },
  replicas,
}) => {
  const reads = await open(teacher, { at: replicas[0] });
  const writes = await open(student, { at: replicas[1] });
  await writes.openChat(teacher);
  await expect(reads.chat(student)).toBeVisible();

  await writes.composer.pressSequentially('Здрав');
  const inList = reads.chat(student).getByText('печатает…');
  await expect(inList).toBeVisible();
  await reads.openChat(student);
  await expect(reads.page.getByText('печатает…')).toHaveCount(2);
  await writes.composer.fill('');
  await expect(reads.page.getByText('печатает…')).toHaveCount(0);

  await writes.composer.pressSequentially('Здравствуйте!');
  await expect(inList).toBeVisible();
  await writes.sendButton.click();
  await expect(reads.message('Здравствуйте!')).toBeVisible();
  await expect(reads.page.getByText('печатает…')).toHaveCount(0);
});

test('shows online state and last seen', async ({ open, pair: { teacher, student }, replicas }) => {
  const tab = await open(teacher, { at: replicas[0] });
  await tab.openChat(student);
  await expect(tab.page.getByText('в сети')).toHaveCount(0);
  const other = await open(student, { at: replicas[1] });
  await expect(other.chat(teacher)).toBeVisible();
  await expect(tab.page.getByText('· в сети')).toBeVisible();
  // Screen readers get the state of the dot as text.
  await expect(tab.chat(student)).toHaveAccessibleDescription(/, в сети/);
  await other.page.context().close();
  await expect(tab.page.getByText(/· был\(а\) в сети в \d\d:\d\d/)).toBeVisible();
});

test('an admin sees neither typing nor presence', async ({
  open,
  pair: { teacher, student },
  school,
}) => {
  const admin = await open(school.admin);
  await admin.chatOf(teacher, student).click();
  const writes = await open(student);
  await writes.openChat(teacher);
  await writes.composer.pressSequentially('Добрый');
  // What is sent later came through: so would have what was told before.
  await writes.sendButton.click();
  await expect(admin.message('Добрый')).toBeVisible();
  await expect(admin.page.getByText('печатает…')).toHaveCount(0);
  await expect(admin.page.getByText('в сети')).toHaveCount(0);
});
