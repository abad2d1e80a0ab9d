/** Resumable uploads by tus-js-client, through the nginx that is deployed, to two replicas. */
import { createTempDir, Nginx } from '@vestnik/testing';
import { Upload, type UploadOptions } from 'tus-js-client';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { MessengerFixture, type Person } from '../messenger/fixture.ts';
import { Cutter } from './cutter.ts';

const MIB = 1024 * 1024;

let messenger: MessengerFixture;
let nginx: Nginx;
let anna: Person;

beforeAll(async () => {
  messenger = await MessengerFixture.open();
  nginx = await Nginx.start(messenger.replicas, await createTempDir());
  anna = await messenger.person();
});

afterAll(async () => {
  await nginx.stop();
  await messenger.close();
});

function content(size: number): Buffer {
  return Buffer.from(Uint8Array.from({ length: size }, (_, at) => (at * at) % 251));
}

/** Uploads a file; returns the id of the attachment. */
async function upload(url: string, file: Buffer, options: UploadOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: `${url}/v1/messenger/uploads`,
      headers: { authorization: `Bearer ${anna.token}` },
      metadata: { filename: 'отпуск.bin', filetype: 'video/mp4' },
      retryDelays: Array.from({ length: 20 }, () => 200),
      onError: reject,
      onSuccess: ({ lastResponse }) => {
        resolve(lastResponse.getHeader('Attachment-Id') ?? '');
      },
      ...options,
    });
    upload.start();
  });
}

async function get(path: string): Promise<Response> {
  const headers = { authorization: `Bearer ${anna.token}` };
  return fetch(`${nginx.url}/v1/messenger/attachments/${path}`, { headers });
}

async function expectStored(id: string, file: Buffer): Promise<void> {
  expect(await (await get(`${id}/info`)).json()).toMatchObject({
    id: Number(id),
    name: 'отпуск.bin',
    size: file.length,
  });
  const stored = Buffer.from(await (await get(id)).arrayBuffer());
  expect(stored.equals(file)).toBe(true);
}

test('an upload that breaks ten times is complete', async () => {
  const file = content(8 * MIB + 11);
  const cuts = [900, 40_000, 1_000_000, 700_000, 1_100_000, 3_000, 524_288, 800_000, 5_000, 90_000];
  const cutter = await Cutter.start(nginx.url, cuts);
  try {
    await expectStored(await upload(cutter.url, file), file);
    expect(cutter.left).toBe(0);
  } finally {
    cutter.stop();
  }
});

test('an upload continues while its replicas restart', async () => {
  const file = content(6 * MIB);
  let restarts = Promise.resolve();
  let chunks = 0;
  const id = await upload(nginx.url, file, {
    chunkSize: MIB,
    onChunkComplete: () => {
      const replica = messenger.replicas[chunks++ % 2];
      restarts = restarts.then(() => replica?.restart());
    },
  });
  await restarts;
  expect(chunks).toBe(6);
  await expectStored(id, file);
});

test('an empty file is uploaded', async () => {
  const file = Buffer.alloc(0);
  await expectStored(await upload(nginx.url, file), file);
});

test('a terminated chunked upload is deleted', async () => {
  const url = await new Promise<string>((resolve, reject) => {
    const upload = new Upload(content(2 * MIB), {
      endpoint: `${nginx.url}/v1/messenger/uploads`,
      headers: { authorization: `Bearer ${anna.token}` },
      chunkSize: 300_000,
      onError: reject,
      onChunkComplete: () => {
        upload.abort(true).then(() => {
          resolve(upload.url ?? '');
        }, reject);
      },
    });
    upload.start();
  });
  const headers = { authorization: `Bearer ${anna.token}`, 'tus-resumable': '1.0.0' };
  expect((await fetch(url, { method: 'HEAD', headers })).status).toBe(404);
});
