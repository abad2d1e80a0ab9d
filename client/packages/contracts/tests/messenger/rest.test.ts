/** The messenger's REST and files, as an ordinary client sees them. */
import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Attachment, MessengerFixture, type Person } from './fixture.ts';

const MIB = 1024 * 1024;

let messenger: MessengerFixture;
let anna: Person;
let boris: Person;
let stranger: Person;

beforeAll(async () => {
  messenger = await MessengerFixture.open();
  [anna, boris, stranger] = await Promise.all([
    messenger.person(),
    messenger.person(),
    messenger.person(),
  ]);
});

afterAll(async () => {
  const findings = await messenger.sql('SELECT * FROM audit.verify();');
  await messenger.close();
  expect(findings).toBe('');
});

async function get(path: string, person: Person, headers: object = {}): Promise<Response> {
  return fetch(messenger.url(0) + path, {
    headers: { authorization: `Bearer ${person.token}`, ...headers },
  });
}

/** The most memory that the first replica ever had. */
function peak(): number {
  const status = readFileSync(`/proc/${messenger.replicas[0]?.pid ?? 0}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

test('transfers of 25 MiB keep the server’s memory flat', async () => {
  await messenger.upload(anna, 'warm.txt', 'x'.repeat(MIB));
  const content = 'абв'.repeat((25 * MIB) / 6).padEnd(25 * MIB - ((25 * MIB) % 6), '');
  const before = peak();
  for (let n = 0; n < 3; n += 1) {
    const file = await messenger.upload(anna, 'big.txt', content);
    const answer = await get(file.url, anna);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-length')).toBe(String(file.size));
    expect((await answer.arrayBuffer()).byteLength).toBe(file.size);
  }
  expect(peak() - before).toBeLessThan(8 * MIB);
});

test('more than 25 MiB get 413 in the realm’s envelope', async () => {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(25 * MIB + 1)]), 'big.bin');
  const answer = await fetch(`${messenger.url(0)}/api/messenger/attachments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${anna.token}` },
    body: form,
  });
  expect(answer.status).toBe(413);
  expect(await answer.json()).toMatchObject({ success: false, code: 'body_too_large' });
});

test('an HTML file is downloaded, never rendered', async () => {
  for (const [name, kept] of [
    ['../../../etc/passwd', 'passwd'],
    ['<script>alert(1)</script>.html', 'script_.html'],
    ['page.html', 'page.html'],
  ] as const) {
    const file = await messenger.upload(anna, name, '<!DOCTYPE html><script>alert(1)</script>');
    expect(file).toMatchObject({ name: kept, mime: 'application/octet-stream' });
    const { headers } = await get(file.url, anna);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(/^sandbox/);
  }
});

test('only owners and recipients can read a file', async () => {
  const chat = await messenger.direct(anna, boris);
  const file: Attachment = await messenger.upload(anna, 'план.txt', '0123456789');
  const statuses = async (): Promise<number[]> => {
    const answers = [anna, boris, stranger].map(async (who) => (await get(file.url, who)).status);
    return Promise.all(answers);
  };
  expect(await statuses()).toEqual([200, 404, 404]);
  const line = await messenger.connect(0, anna);
  await line.sendMessage(chat, '', { type: 'file', attachments: [file] });
  expect(await statuses()).toEqual([200, 200, 404]);
  const part = await get(file.url, boris, { range: 'bytes=2-4' });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe('bytes 2-4/10');
  expect(await part.text()).toBe('234');
  expect((await get(file.url, boris, { range: 'bytes=10-' })).status).toBe(416);
});

test('refusals have the envelope and the common status codes', async () => {
  const chat = await messenger.direct(anna, boris);
  const nobody = { id: 0, token: 'none' };
  for (const [path, who, status, code] of [
    [`/conversations/${chat}/messages`, stranger, 403, 'not_a_participant'],
    ['/conversations/999999/messages', anna, 404, 'chat_not_found'],
    [`/conversations/${chat}/messages?limit=101`, anna, 400, 'invalid_limit'],
    ['/attachments/999999', anna, 404, 'attachment_not_found'],
    ['/conversations', nobody, 401, 'invalid_token'],
  ] as const) {
    const answer = await get(`/api/messenger${path}`, who);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({
      success: false,
      code,
      ...(status === 403 ? { error: 'Access denied' } : {}),
    });
  }
});
