import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, expect, test, vi } from 'vitest';

import { createVestnik } from '../src/client.ts';
import { NetworkError } from '../src/http/errors.ts';

let server: Server | null = null;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(answer: RequestListener): Promise<string> {
  const listening = createServer(answer);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

function readFile(baseUrl: string): Promise<Blob> {
  return createVestnik({ realm: 'campus', baseUrl }).readFile('/v1/campus/attachments/1');
}

test('a download has a longer timeout than a request', async () => {
  const timeouts = vi.spyOn(AbortSignal, 'timeout');
  const baseUrl = await serve((_request, response) => response.end('content'));
  expect(await (await readFile(baseUrl)).text()).toBe('content');
  expect(timeouts.mock.calls).toEqual([[10 * 60 * 1000]]);
});

test('an interrupted download rejects with a network error', async () => {
  const baseUrl = await serve((_request, response) => {
    response.writeHead(200, { 'Content-Length': 100 });
    response.write('begun', () => response.destroy());
  });
  await expect(readFile(baseUrl)).rejects.toBeInstanceOf(NetworkError);
});
