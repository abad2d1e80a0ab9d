import { expect, test, vi } from 'vitest';

import { NetworkError, toVestnikError } from '../src/http/errors.ts';
import { NativeApi } from '../src/http/nativeApi.ts';
import { createNativeHttp } from '../src/http/nativeHttp.ts';
import { Uploader } from '../src/http/uploader.ts';
import type { Message } from '../src/model.ts';
import { messageDraft, type MessageDraft, type MessageToSend } from '../src/outbox/messageDraft.ts';
import { MessageSender, type UploadProgress } from '../src/outbox/messageOutbox.ts';
import type { OutboxEntry } from '../src/outbox/outboxEntry.ts';
import { sampleMessage } from './samples.ts';

interface Received {
  readonly path: string;
  readonly body: unknown;
}

/** A server that stores uploads and messages. */
class Server {
  readonly received: Received[] = [];
  /** Answers that replace the next ones. */
  readonly failures: (Response | 'break')[] = [];
  #uploads = 54;

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    const isUpload = pathname.endsWith('/attachments');
    const body: unknown = isUpload ? await fileOf(request) : await request.json();
    this.received.push({ path: pathname, body });
    const failure = this.failures.shift();
    if (failure === 'break') throw new TypeError('broken off');
    if (failure !== undefined) return failure;
    this.#uploads += 1;
    return Response.json(isUpload ? { id: this.#uploads } : sampleMessage({ id: 9 }));
  };
}

async function fileOf(request: Request): Promise<unknown> {
  const file = (await request.formData()).get('file');
  return file instanceof File ? { name: file.name, text: await file.text() } : null;
}

function problem(status: number, code: string): Response {
  return Response.json({ type: 'about:blank', title: '', status, code, detail: '' }, { status });
}

/** Sends a message of the chat 7, again with what was saved after each failure. */
function senderTo(
  server: Server,
  onProgress: (progress: UploadProgress) => void = () => undefined,
): (message: MessageToSend, attempts?: 'once') => Promise<Message> {
  const options = { baseUrl: 'http://chat.test', auth: null, fetch: server.fetch };
  const api = new NativeApi(createNativeHttp(options), 'campus');
  const renew = (): Promise<boolean> => Promise.resolve(false);
  const uploader = new Uploader({ ...options, realm: 'campus', renew });
  const sender = new MessageSender(api, uploader, 'uploads');
  sender.progress.subscribe(() => {
    onProgress(sender.progress.get());
  });
  return async (message, attempts) => {
    let entry: OutboxEntry<MessageDraft> = {
      ...messageDraft(7, message),
      number: 1,
      userId: 1,
      clientId: 'c',
      createdAt: '2026-01-17T12:00:00Z',
      refusal: null,
    };
    const save = (change: Partial<MessageDraft>): Promise<void> => {
      entry = { ...entry, ...change };
      return Promise.resolve();
    };
    const { signal } = new AbortController();
    for (;;) {
      const failing = server.failures.length > 0;
      try {
        return await sender.send(entry, { signal, save });
      } catch (error) {
        if (!failing || attempts === 'once') throw error;
      }
    }
  };
}

const PATH = '/v1/campus/chats/7/messages';

function file(name: string): { blob: Blob; name: string } {
  return { blob: new Blob([`content of ${name}`]), name };
}

test('uploads a message’s files before sending it', async () => {
  const server = new Server();
  const replyTo = { id: 3, uuid: 'm3', author_id: 2, excerpt: '…' };
  await senderTo(server)({ text: 'Смотрите', files: [file('a.txt'), file('b.txt')], replyTo });
  expect(server.received).toEqual([
    { path: '/v1/campus/attachments', body: { name: 'a.txt', text: 'content of a.txt' } },
    { path: '/v1/campus/attachments', body: { name: 'b.txt', text: 'content of b.txt' } },
    {
      path: PATH,
      body: { client_id: 'c', text: 'Смотрите', attachment_ids: [55, 56], reply_to_id: 3 },
    },
  ]);
});

test('a forwarded message has no other content', async () => {
  const server = new Server();
  await senderTo(server)({ forward: sampleMessage({ id: 5 }) });
  expect(server.received).toEqual([{ path: PATH, body: { forward_id: 5, client_id: 'c' } }]);
});

test('custom data, chosen people and silence are sent with a message', async () => {
  const server = new Server();
  const custom = { order: 7 };
  const at = (start: number, end: number) => ({ user_id: 2, start, end });
  await senderTo(server)({ text: '@Анна, @Анна', mentions: [at(0, 5), at(7, 12)], custom });
  const sent = await senderTo(server)({
    forward: sampleMessage({ id: 5 }),
    custom,
    isSilent: true,
  });
  expect(sent.silent).toBe(true);
  expect(server.received.map(({ body }) => body)).toEqual([
    { client_id: 'c', custom, text: '@Анна, @Анна', mention_ids: [2] },
    { forward_id: 5, client_id: 'c', custom, silent: true },
  ]);
});

test('a retry does not upload a file again', async () => {
  const server = new Server();
  server.failures.push(Response.json({ id: 40 }), problem(503, 'unavailable'));
  await senderTo(server)({ files: [file('a.txt')] });
  expect(server.received.map(({ path }) => path)).toEqual(['/v1/campus/attachments', PATH, PATH]);
  expect(server.received.at(-1)?.body).toEqual({ client_id: 'c', attachment_ids: [40] });
});

test('expired uploads are uploaded again', async () => {
  const server = new Server();
  server.failures.push(Response.json({ id: 40 }), problem(404, 'attachment_not_found'));
  await senderTo(server)({ files: [file('a.txt')] });
  expect(server.received.map(({ path }) => path)).toEqual([
    '/v1/campus/attachments',
    PATH,
    '/v1/campus/attachments',
    PATH,
  ]);
  expect(server.received.at(-1)?.body).toMatchObject({ attachment_ids: [55] });
});

test('the progress of a file ends with its upload', async () => {
  const shown: number[] = [];
  const send = senderTo(new Server(), (progress) => shown.push(progress.size));
  await send({ files: [file('a.txt')] });
  expect(shown).toEqual([1, 0]);
});

test('a file that cannot be read is no broken connection', async () => {
  const server = new Server();
  const blob = new Blob(['gone']);
  const gone = (): Promise<never> =>
    Promise.reject(new DOMException('changed on the disk', 'NotReadableError'));
  vi.spyOn(blob, 'slice').mockReturnValue(Object.assign(new Blob(), { arrayBuffer: gone }));
  server.failures.push('break');
  const saved = senderTo(server)({ files: [{ blob, name: 'a.txt' }] }, 'once');
  await expect(saved).rejects.toMatchObject({ kind: 'storage' });
});

test('an error of one’s own code is no broken connection', () => {
  const kinds = [
    new TypeError('AbortSignal.any is not a function'),
    new DOMException('full', 'QuotaExceededError'),
    new NetworkError('no answer'),
  ].map((error) => toVestnikError(error).kind);
  expect(kinds).toEqual(['internal', 'storage', 'network']);
});

test('rejects with the server’s refusal', async () => {
  const server = new Server();
  const options = { baseUrl: 'http://chat.test', realm: 'campus', auth: null };
  const renew = (): Promise<boolean> => Promise.resolve(false);
  const request = { ...file('a.exe'), isVoice: false, waveform: null };
  server.failures.push(problem(415, 'file_type_refused'), 'break');
  const uploader = new Uploader({ ...options, renew, fetch: server.fetch });
  await expect(uploader.upload(request)).rejects.toMatchObject({ code: 'file_type_refused' });
  await expect(uploader.upload(request)).rejects.toBeInstanceOf(NetworkError);
});
