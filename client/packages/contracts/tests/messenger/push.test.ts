/** A push is decrypted with Node's cryptography alone, step by step as RFC 8291 describes it. */
import {
  type ECDH,
  createDecipheriv,
  createECDH,
  createPublicKey,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto';
import { type IncomingHttpHeaders, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { eventually, request } from '@vestnik/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { MessengerFixture } from './fixture.ts';

interface Push {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

let messenger: MessengerFixture;
let service: Server;
const pushes: Push[] = [];

beforeAll(async () => {
  messenger = await MessengerFixture.open({ PUSH_INSECURE: 'true' });
  service = createServer((incoming, answer) => {
    void buffer(incoming).then((body) => {
      pushes.push({ headers: incoming.headers, body });
      answer.writeHead(201).end();
    });
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  service.close();
  await messenger.close();
});

/** HKDF with SHA-256 (RFC 5869). */
function derive(secret: Buffer, salt: Buffer, info: Buffer, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, length));
}

/** The payload of a push, which has one record (RFC 8188 and 8291). */
function decrypt(body: Buffer, browser: ECDH, auth: Buffer): unknown {
  const salt = body.subarray(0, 16);
  const keyEnd = 21 + body.readUInt8(20);
  const serverKey = body.subarray(21, keyEnd);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), serverKey]);
  const secret = derive(browser.computeSecret(serverKey), auth, info, 32);
  const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(body.subarray(-16));
  const record = Buffer.concat([decipher.update(body.subarray(keyEnd, -16)), decipher.final()]);
  // The last record ends with the delimiter 2 and zeros.
  const end = record.lastIndexOf(2);
  return JSON.parse(record.subarray(0, end).toString()) as unknown;
}

/** Whether the key of the server has signed the request (RFC 8292). */
function isSigned(authorization: string, key: string): boolean {
  const [, token = '', sentKey] = /^vapid t=([^,]+), k=(.+)$/.exec(authorization) ?? [];
  const [header = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const coordinates = {
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const publicKey = createPublicKey({
    key: { kty: 'EC', crv: 'P-256', ...coordinates },
    format: 'jwk',
  });
  const signed = Buffer.from(`${header}.${claims}`);
  const options = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  return sentKey === key && verify('sha256', signed, options, Buffer.from(signature, 'base64url'));
}

test('a push is encrypted for the browser and signed', async () => {
  const [anna, boris] = await Promise.all([messenger.person(), messenger.person()]);
  const conversation = await messenger.direct(anna, boris);
  const api = `${messenger.url(1)}/v1/messenger`;
  const browser = createECDH('prime256v1');
  browser.generateKeys();
  const auth = randomBytes(16);
  const { port } = service.address() as AddressInfo;
  const subscription = {
    type: 'web_push',
    endpoint: `http://127.0.0.1:${port}/push`,
    keys: {
      p256dh: browser.getPublicKey('base64url'),
      auth: auth.toString('base64url'),
    },
  };
  const { token } = boris;
  const { key } = await request<{ key: string }>('GET', `${api}/push/key`, { token });
  await request('PUT', `${api}/push/subscriptions/browser`, { token, body: subscription });

  const message = await request<{ id: number }>('POST', `${api}/chats/${conversation}/messages`, {
    token: anna.token,
    body: { text: 'Привет, Борис' },
  });

  const push = await eventually('a push', () => pushes[0]);
  expect(decrypt(push.body, browser, auth)).toEqual({
    realm: 'messenger',
    chat_id: conversation,
    message_id: message.id,
    title: 'Сотрудник',
    body: 'Привет, Борис',
  });
  expect(isSigned(push.headers.authorization ?? '', key)).toBe(true);
});
