/** The built package in a Node without anything of a browser: the examples of the README, as they stand there. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, School, type Person } from '@vestnik/testing';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

let school: School;
let teacher: Person;
let student: Person;
let chatId: number;

beforeAll(async () => {
  execFileSync('npm', ['run', 'build', '--silent'], { cwd: PACKAGE });
  school = await School.start();
  teacher = await school.person({ role: 'teacher' });
  student = await school.person({ role: 'student' });
  chatId = await school.chat(teacher, student);
});

afterAll(() => school.stop());

/** The examples of the README that are no components. */
function examples(): string[] {
  const readme = readFileSync(`${PACKAGE}README.md`, 'utf8');
  return [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code = '']) => code);
}

class Script {
  readonly process: ChildProcess;
  #output = '';

  /** Runs a script as the student, beside the built package. */
  constructor(name: string, code: string) {
    const file = `${PACKAGE}dist/${name}.js`;
    writeFileSync(file, code);
    const env = { ...process.env, VESTNIK_URL: school.url, VESTNIK_TOKEN: student.token };
    this.process = spawn(process.execPath, [file], { env });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    }
  }

  async prints(text: string): Promise<void> {
    await eventually(`«${text}» in ${this.#output}`, () => this.#output.includes(text));
  }
}

test('the first example of the README shows what is new', async () => {
  const [code = ''] = examples();
  const script = new Script('first', code);
  try {
    await script.prints(teacher.name);
    await school.send(chatId, teacher, 'Привет из урока');
    await script.prints('Привет из урока 1');
    expect(code.trim().split('\n').length).toBeLessThanOrEqual(10);
  } finally {
    script.process.kill('SIGKILL');
  }
});

test('the bot of the README answers, and ends when it stops', async () => {
  const [, code = ''] = examples();
  const script = new Script('bot', code);
  try {
    await script.prints('ready');
    await school.send(chatId, teacher, '/ping');
    await eventually('the answer', async () => {
      const last = (await school.messages(chatId)).at(-1);
      return last?.content === 'pong' && last.sender_id === student.id;
    });
    const ended = once(script.process, 'exit');
    script.process.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  } finally {
    script.process.kill('SIGKILL');
  }
});

test('a handler that throws is a rejection, and the others get the event', async () => {
  const script = new Script(
    'throwing',
    `
      import { createVestnik } from '@vestnik/sdk';
      const { VESTNIK_URL: baseUrl, VESTNIK_TOKEN: token } = process.env;
      const client = createVestnik({ baseUrl, realm: 'school', auth: { token: () => token } });
      process.on('unhandledRejection', ({ message }) => console.log('unhandled:', message));
      client.on('ready', () => {
        throw new Error('a defect');
      });
      client.on('ready', () => console.log('the second handler'));
      client.start();
    `,
  );
  try {
    await script.prints('the second handler');
    await script.prints('unhandled: a defect');
  } finally {
    script.process.kill('SIGKILL');
  }
});
