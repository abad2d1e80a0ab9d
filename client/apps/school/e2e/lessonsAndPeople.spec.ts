/** What an admin runs the school with: people and lessons. */
import { randomUUID } from 'node:crypto';

import { expect, type SchoolPage, test } from './support/test.ts';

test('a completed lesson gives two new people a chat', async ({ open, replicas, school }) => {
  const admin = await open(school.admin, { path: '/people' });
  const teacher = await add(admin, { name: `Учительница ${some()}`, role: 'Преподаватель' });
  const student = await add(admin, { name: `Ученик ${some()}`, role: 'Ученик' });
  const hers = await open(null, { at: replicas[0] });
  await hers.signIn(teacher);
  const his = await open(null, { at: replicas[1] });
  await his.signIn(student);
  await expect(hers.page.getByText('Чатов пока нет')).toBeVisible();
  await expect(his.page.getByText('Чатов пока нет')).toBeVisible();

  await admin.section('Занятия');
  await admin.page.getByRole('button', { name: 'Назначить занятие', exact: true }).click();
  await choose(admin, 'Преподаватель', teacher.name);
  await choose(admin, 'Ученик', student.name);
  await admin.dialog.getByLabel('Дата и время').fill('2030-05-17T15:30');
  await admin.dialog.getByRole('button', { name: 'Назначить', exact: true }).click();
  await expect(admin.dialog).toBeHidden();
  const lesson = admin.page
    .getByRole('listitem')
    .filter({ hasText: `${teacher.name} — ${student.name}` });
  await expect(lesson).toContainText('15:30');
  await expect(his.chat(teacher)).toHaveCount(0);

  const complete = lesson.getByRole('button', { name: 'Завершить занятие', exact: true });
  await complete.click();
  await expect(admin.dialog).toContainText('Это занятие ещё не началось');
  await admin.dialog.getByRole('button', { name: 'Отмена', exact: true }).click();
  await expect(admin.dialog).toBeHidden();
  await expect(his.chat(teacher)).toHaveCount(0);
  await complete.click();
  await admin.dialog.getByRole('button', { name: 'Завершить занятие', exact: true }).click();
  await expect(lesson.getByRole('link', { name: 'Открыть чат' })).toBeVisible();
  await expect(admin.dialog).toBeHidden();
  await expect(hers.chat(student)).toBeVisible();
  await expect(his.chat(teacher)).toBeVisible();
  await admin.section('Чаты');
  await expect(admin.chatOf(teacher, student)).toBeVisible();
});

test('scheduling a lesson repeatedly creates it once', async ({
  open,
  pair: { teacher, student },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const admin = await open(school.admin, { path: '/lessons' });
  const { page, dialog } = admin;
  const schedule = async () => {
    await page.getByRole('button', { name: 'Назначить занятие', exact: true }).click();
    await choose(admin, 'Преподаватель', teacher.name);
    await choose(admin, 'Ученик', student.name);
    await dialog.getByLabel('Дата и время').fill('2031-03-04T12:00');
  };
  const submit = dialog.getByRole('button', { name: 'Назначить', exact: true });
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/lessons')) {
      asked.push(request.url());
    }
  });
  await schedule();
  await submit.dblclick();
  await expect(dialog).toBeHidden();
  expect(asked).toHaveLength(1);

  await schedule();
  await submit.click();
  await expect(dialog).toContainText(
    'На это время у преподавателя и ученика уже назначено занятие',
  );
  await dialog.getByLabel('Дата и время').fill('2031-03-04T13:00');
  await submit.click();
  await expect(dialog).toBeHidden();
});

test('Enter that confirms a composed text selects no option', async ({ open, school }) => {
  // The typed text is the beginning of this name only, so that the first option is this person.
  const sought = await school.person({ role: 'teacher', name: `Юрьева ${some()}` });
  const admin = await open(school.admin, { path: '/lessons' });
  const { page, dialog } = admin;
  await page.getByRole('button', { name: 'Назначить занятие', exact: true }).click();
  const field = dialog.getByRole('combobox', { name: 'Преподаватель' });
  const typed = sought.name.slice(0, -1);
  await field.click();
  const devTools = await page.context().newCDPSession(page);
  const composed = { text: typed, selectionStart: typed.length, selectionEnd: typed.length };
  await devTools.send('Input.imeSetComposition', composed);
  await expect(dialog.getByRole('option', { name: sought.name })).toBeVisible();
  await field.press('Enter');
  await expect(field).toHaveValue(typed);
  await expect(field).toHaveAttribute('aria-expanded', 'true');
  const composition = await field.evaluateHandle((input) => ({
    end: new Promise((resolve) => {
      input.addEventListener('compositionend', resolve, { once: true });
    }),
  }));
  await devTools.send('Input.insertText', { text: typed });
  await composition.evaluate(async ({ end }) => {
    await end;
  });
  await expect(dialog.getByRole('option', { name: sought.name })).toBeVisible();
  await field.press('Enter');
  await expect(field).toHaveValue(sought.name);
});

test('Enter chooses a person only from current results', async ({ open, school }) => {
  const sought = await school.person({ role: 'teacher', name: `Яшина ${some()}` });
  const admin = await open(school.admin, { path: '/lessons' });
  await admin.page.getByRole('button', { name: 'Назначить занятие', exact: true }).click();
  const field = admin.dialog.getByRole('combobox', { name: 'Преподаватель' });
  await field.click();
  await expect(admin.dialog.getByRole('option').first()).toBeVisible();

  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await admin.page.route('**/api/admin/users?*', async (route) => {
    await held;
    await route.continue();
  });
  await field.pressSequentially(sought.name);
  await field.press('Enter');
  await expect(field).toHaveValue(sought.name);
  const found = admin.dialog.getByRole('listbox', { name: 'Преподаватель' }).getByRole('option');
  await expect(found).toHaveCount(0);
  await expect(field).toHaveAttribute('aria-expanded', 'true');
  await expect(admin.dialog.getByText('Выберите ученика')).toHaveCount(0);
  letGo();
  await expect(admin.dialog.getByRole('option', { name: sought.name })).toBeVisible();
  await field.press('Enter');
  await expect(field).toHaveAttribute('aria-expanded', 'false');
  await expect(field).toHaveValue(sought.name);
});

test('a taken e-mail address is reported at its field', async ({
  open,
  pair: { teacher },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const { page, dialog } = await open(school.admin, { path: '/people' });
  await page.getByRole('button', { name: 'Добавить человека', exact: true }).click();
  const submit = dialog.getByRole('button', { name: 'Добавить', exact: true });
  await submit.click();
  const name = dialog.getByRole('textbox', { name: 'Имя и фамилия' });
  const email = dialog.getByRole('textbox', { name: 'E-mail' });
  await expect(name).toBeFocused();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await name.fill('Тёзка');
  await email.fill(teacher.email.toUpperCase());
  await submit.click();
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog).toContainText('Этот e-mail уже используется');
  await email.fill(`${some()}@school.example`);
  await submit.click();
  await expect(dialog).toBeHidden();
});

test('people are found by name and by e-mail address', async ({ open, school }) => {
  const rare = await school.person({ role: 'student', name: `Редкая ${some()}` });
  const { page } = await open(school.admin, { path: '/people' });
  const people = page.getByRole('list', { name: 'Люди школы' }).getByRole('listitem');
  const search = page.getByRole('searchbox', { name: 'Поиск людей' });
  await search.fill(rare.name.toLowerCase());
  await expect(people).toHaveCount(1);
  await expect(people).toContainText(rare.email);
  await search.fill(rare.email);
  await expect(people).toHaveCount(1);
  await expect(people).toContainText(rare.name);
  await search.fill('такого нет');
  await expect(people).toHaveCount(0);
});

test('a cancellation confirmed by the teacher reaches the student', async ({
  open,
  pair: { teacher, student },
  school,
}) => {
  await school.lesson(teacher, student, new Date('2030-01-02T10:00:00Z'));
  const hers = await open(teacher, { path: '/lessons' });
  await hers.page.getByRole('button', { name: 'Отменить занятие', exact: true }).click();
  await hers.dialog.getByRole('button', { name: 'Не отменять', exact: true }).click();
  await expect(hers.dialog).toBeHidden();
  await hers.page.getByRole('button', { name: 'Отменить занятие', exact: true }).click();
  await hers.dialog.getByRole('button', { name: /^Отменить/ }).click();
  await expect(hers.page.getByText('Отменено')).toBeVisible();
  const his = await open(student, { path: '/lessons' });
  await expect(his.page.getByText('Отменено')).toBeVisible();
  await expect(his.page.getByRole('button', { name: 'Завершить занятие' })).toHaveCount(0);
});

test('only an admin manages people and schedules lessons', async ({ open, pair: { teacher } }) => {
  const tab = await open(teacher, { path: '/lessons' });
  await expect(tab.page.getByText('Завершено')).toBeVisible();
  await expect(tab.page.getByRole('button', { name: 'Назначить занятие' })).toHaveCount(0);
  await expect(tab.sections.getByRole('link', { name: 'Люди' })).toHaveCount(0);
  await tab.page.goto('/people');
  await expect(tab.page.getByRole('heading', { name: 'Страница не найдена' })).toBeVisible();
});

interface Added {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Adds a person through the dialog, with a generated password. */
async function add(
  admin: SchoolPage,
  { name, role }: { name: string; role: string },
): Promise<Added> {
  const { dialog } = admin;
  const email = `${some()}@school.example`;
  await admin.page.getByRole('button', { name: 'Добавить человека', exact: true }).click();
  await dialog.getByRole('textbox', { name: 'Имя и фамилия' }).fill(name);
  await dialog.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await dialog.getByRole('combobox', { name: 'Роль' }).selectOption({ label: role });
  await dialog.getByRole('button', { name: 'Сгенерировать' }).click();
  await dialog.getByRole('button', { name: 'Добавить', exact: true }).click();
  await expect(dialog.getByRole('button', { name: 'Готово' })).toBeVisible();
  const password = await dialog.getByRole('textbox', { name: 'Пароль' }).inputValue();
  expect(password.length).toBeGreaterThanOrEqual(12);
  await dialog.getByRole('button', { name: 'Готово' }).click();
  await expect(dialog).toBeHidden();
  // The list has more than a page if other tests have added people.
  const search = admin.page.getByRole('searchbox', { name: 'Поиск людей' });
  await search.fill(email);
  await expect(admin.page.getByText(email)).toBeVisible();
  await search.clear();
  return { name, email, password };
}

async function choose(admin: SchoolPage, field: string, name: string): Promise<void> {
  await admin.dialog.getByRole('combobox', { name: field }).pressSequentially(name);
  await admin.dialog.getByRole('option', { name }).click();
}

function some(): string {
  return randomUUID().slice(0, 8);
}
