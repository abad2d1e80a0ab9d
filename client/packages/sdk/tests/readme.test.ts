import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, School } from '@vestnik/testing';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

let school: School;

beforeAll(async () => {
  school = await School.start();
});

afterAll(() => school.stop());

/** The first example of the README, as it stands there. */
function example(): string {
  const [, code] = /```js\n(.*?)```/s.exec(readFileSync(`${PACKAGE}README.md`, 'utf8')) ?? [];
  if (code === undefined) throw new Error('the README has no example');
  return code;
}

test('the example of the README runs with the built package', async () => {
  execFileSync('npm', ['run', 'build', '--silent'], { cwd: PACKAGE });
  const file = `${PACKAGE}dist/example.js`;
  writeFileSync(file, example());
  const teacher = await school.person({ role: 'teacher' });
  const student = await school.person({ role: 'student' });
  const chatId = await school.chat(teacher, student);
  const env = { ...process.env, VESTNIK_URL: school.url, VESTNIK_TOKEN: student.token };
  const running = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    let output = '';
    running.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await eventually('the chat', () => output.includes(teacher.name));
    await school.send(chatId, teacher, 'Привет из урока');
    await eventually('the message', () => output.includes('Привет из урока 1'));
    expect(example().trim().split('\n').length).toBeLessThanOrEqual(10);
  } finally {
    running.kill();
  }
});
