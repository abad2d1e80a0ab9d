/** The school's own SQL: lessons that begin chats, and its queries of the tables that clients see. */
import { Database } from '@vestnik/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let database: Database;
let teacher: number;
let admin: number;

beforeAll(async () => {
  database = await Database.start({ demo: false, settings: { REALMS: 'school' } });
  teacher = await addUser('teacher');
  admin = await addUser('admin');
});

afterAll(async () => {
  const findings = await database.sql('SELECT * FROM audit.verify();');
  await database.stop();
  expect(findings).toBe('');
});

async function addUser(role: string): Promise<number> {
  return Number(
    await database.sql(`
      INSERT INTO users (email, name, role)
      VALUES (gen_random_uuid() || '@school.test', 'Иван Петров', '${role}')
      RETURNING id;
    `),
  );
}

async function addLesson(student: number, status: string): Promise<number> {
  return Number(
    await database.sql(`
      INSERT INTO lessons (teacher_id, student_id, scheduled_at, status)
      VALUES (${teacher}, ${student}, NOW(), '${status}')
      RETURNING id;
    `),
  );
}

async function setStatus(lesson: number, status: string): Promise<void> {
  await database.sql(`UPDATE lessons SET status = '${status}' WHERE id = ${lesson};`);
}

/** The chats of the pair, by the search of the school's own trigger. */
async function chatsWith(student: number): Promise<number[]> {
  const rows = await database.sql(`
    SELECT c.id
    FROM chats c
    INNER JOIN chat_participants cp1 ON c.id = cp1.chat_id
    INNER JOIN chat_participants cp2 ON c.id = cp2.chat_id
    WHERE cp1.user_id = ${teacher}
      AND cp2.user_id = ${student};
  `);
  return rows === '' ? [] : rows.split('\n').map(Number);
}

/** A student with a chat of this many messages of theirs. */
async function addChat(count: number): Promise<{ chat: number; student: number }> {
  const student = await addUser('student');
  await setStatus(await addLesson(student, 'scheduled'), 'completed');
  const [chat = 0] = await chatsWith(student);
  await database.sql(`
    INSERT INTO events (chat_id, kind, actor_id, payload)
    SELECT ${chat}, 'message_sent', ${student}, jsonb_build_object('content', i::text)
    FROM generate_series(1, ${count}) AS i
    ORDER BY i;
  `);
  return { chat, student };
}

test('the first completed lesson begins the chat', async () => {
  const student = await addUser('student');
  const lesson = await addLesson(student, 'scheduled');
  expect(await chatsWith(student)).toHaveLength(0);
  await setStatus(lesson, 'completed');
  expect(await chatsWith(student)).toHaveLength(1);
});

test('a cancelled lesson begins no chat', async () => {
  const student = await addUser('student');
  await setStatus(await addLesson(student, 'scheduled'), 'cancelled');
  expect(await chatsWith(student)).toHaveLength(0);
});

test('ten lessons completed at once begin one chat', async () => {
  const student = await addUser('student');
  const lessons = await Promise.all(
    Array.from({ length: 10 }, () => addLesson(student, 'scheduled')),
  );
  await Promise.all(lessons.map((lesson) => setStatus(lesson, 'completed')));
  expect(await chatsWith(student)).toHaveLength(1);
});

test('the two of a chat are its participants, the admin is none', async () => {
  const { chat, student } = await addChat(0);
  const participants = await database.sql(`
    SELECT user_id, role
    FROM chat_participants
    WHERE chat_id = ${chat}
    ORDER BY user_id;
  `);
  expect(participants.split('\n').sort()).toEqual(
    [`${teacher}|teacher`, `${student}|student`].sort(),
  );
  const mayAccess = (user: number): Promise<string> =>
    database.sql(`
      SELECT EXISTS(
        SELECT 1 FROM chat_participants
        WHERE chat_id = ${chat} AND user_id = ${user}
      );
    `);
  expect(await mayAccess(student)).toBe('t');
  expect(await mayAccess(admin)).toBe('f');
});

test('participants have ids, and are found for a message', async () => {
  const { chat, student } = await addChat(1);
  const recipients = await database.sql(`
    SELECT user_id FROM chat_participants
    WHERE chat_id = ${chat} AND user_id != ${student};
  `);
  expect(recipients).toBe(String(teacher));
  const ids = await database.sql(`
    SELECT COUNT(DISTINCT cp.id) FROM chat_participants cp WHERE cp.chat_id = ${chat};
  `);
  expect(ids).toBe('2');
});

test('the list of chats is that of the user', async () => {
  const { chat, student } = await addChat(1);
  const rows = await database.sql(`
    SELECT c.id, c.created_at
    FROM chats c
    INNER JOIN chat_participants cp ON c.id = cp.chat_id
    WHERE cp.user_id = ${student};
  `);
  expect(rows).toMatch(new RegExp(`^${chat}\\|\\d{4}-`));
});

test('the history pages back by id, newest first', async () => {
  const { chat } = await addChat(5);
  const page = async (before: string): Promise<string[][]> => {
    const rows = await database.sql(`
      SELECT id, content FROM messages
      WHERE chat_id = ${chat}
        AND (${before}::int IS NULL OR id < ${before})
        AND is_deleted = FALSE
      ORDER BY created_at DESC, id DESC
      LIMIT 2;
    `);
    return rows.split('\n').map((row) => row.split('|'));
  };
  const newest = await page('NULL');
  expect(newest.map(([, content]) => content)).toEqual(['5', '4']);
  const older = await page(newest.at(-1)?.[0] ?? '');
  expect(older.map(([, content]) => content)).toEqual(['3', '2']);
});

test('the unread count is that of messages after a visit', async () => {
  const { chat, student } = await addChat(2);
  const unreadAfter = (visit: string): Promise<string> =>
    database.sql(`
      SELECT COUNT(*)
      FROM messages
      WHERE chat_id = ${chat}
        AND sender_id != ${teacher}
        AND is_deleted = FALSE
        AND created_at > '${visit}';
    `);
  expect(await unreadAfter('2000-01-01')).toBe('2');
  const visit = await database.sql('SELECT NOW();');
  expect(await unreadAfter(visit)).toBe('0');
  await database.sql(`
    INSERT INTO events (chat_id, kind, actor_id, payload)
    VALUES (${chat}, 'message_sent', ${student}, '{"content":"новое"}');
  `);
  expect(await unreadAfter(visit)).toBe('1');
});

test('a deleted message stays in the table, marked', async () => {
  const { chat, student } = await addChat(1);
  await database.sql(`
    INSERT INTO events (chat_id, kind, actor_id, payload)
    SELECT ${chat}, 'message_deleted', ${student}, jsonb_build_object('message_id', m.id)
    FROM messages AS m
    WHERE m.chat_id = ${chat};
  `);
  const rows = await database.sql(`
    SELECT content, is_deleted FROM messages WHERE chat_id = ${chat};
  `);
  expect(rows).toBe('1|t');
});

test('admins are found by their role', async () => {
  const rows = await database.sql("SELECT id FROM users WHERE role = 'admin';");
  expect(rows.split('\n')).toContain(String(admin));
});
