/** The shop's client: its `curl` calls, a browser's WebSocket, and its pages with the two scripts. */
import { randomUUID } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from '@playwright/test';
import { builtSite } from '@vestnik/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Answer, ask } from './support/answer.ts';
import { PageSocket } from './support/frames.ts';
import { Origin } from './support/origin.ts';
import { buildPages, open, People } from './support/pages.ts';

interface Chat {
  readonly id: number;
  readonly buyer_id: string;
  readonly guest_token?: string;
}

interface Buyer {
  readonly id: string;
  readonly isRegistered: boolean;
  readonly token?: string;
}

interface Seller {
  readonly id: number;
  readonly token: string;
}

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/) as string;
const A_NUMBER = expect.any(Number) as number;

let market: Origin;
let people: People;
let seller: Seller;
let iphones = 0;

beforeAll(async () => {
  const pages = await buildPages('shop');
  await cp(join(await builtSite(), 'static'), join(pages, 'static'), { recursive: true });
  market = await Origin.start({ realm: 'market', pages });
  people = await People.start();
  seller = await addSeller('Максим');
});

afterAll(async () => {
  await people.stop();
  await market.stop();
});

async function addSeller(name: string): Promise<Seller> {
  const id = await market.addUser(name);
  return { id, token: market.token({ sub: id }) };
}

/** A registered buyer, whom the shop calls by a string. */
async function addBuyer(id: string): Promise<Buyer> {
  await market.sql(`INSERT INTO users (external_id, name, role) VALUES ('${id}', 'А', 'member');`);
  return { id, isRegistered: true, token: market.token({ sub: id }) };
}

function call<Body>(
  method: string,
  path: string,
  options: { readonly token?: string | undefined; readonly body?: unknown } = {},
): Promise<Answer<Body>> {
  const { token, body } = options;
  return ask(method, `${market.urls[0]}/api/chat${path}`, {
    ...(token === undefined ? {} : { token }),
    body,
  });
}

/** Opens a chat about a new listing, as `curl` does. */
async function openChat(buyer: Buyer, of = seller): Promise<Answer<Chat>> {
  iphones += 1;
  const body = {
    iphone_id: iphones,
    seller_id: of.id,
    buyer_id: buyer.id,
    buyer_is_registered: buyer.isRegistered,
  };
  return call<Chat>('POST', '/chats', { token: buyer.token, body });
}

/** A page of a person on one of the replicas, with nothing on it. */
async function blankPage(replica: 0 | 1, token: string): Promise<Page> {
  const url = market.urls[replica];
  return open(await people.signedIn(url, token), `${url}/health`);
}

describe('the calls of curl', () => {
  test('the health check is the shop’s', async () => {
    const answer = await ask('GET', `${market.urls[1]}/health`);
    expect(answer).toMatchObject({ status: 200, body: { status: 'healthy', service: 'chat' } });
  });

  test('an anonymous buyer opens a chat by a UUID', async () => {
    const id = randomUUID();
    const { status, body } = await openChat({ id, isRegistered: false });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: A_NUMBER,
      iphone_id: iphones,
      seller_id: seller.id,
      buyer_id: id,
      buyer_is_registered: false,
      created_at: TIME,
      updated_at: TIME,
    });
  });

  test('a registered buyer’s chats are listed', async () => {
    const buyer = await addBuyer('user_123');
    const { body } = await openChat(buyer);
    expect(body).toMatchObject({ buyer_id: 'user_123', buyer_is_registered: true });
    const list = await call('GET', '/chats/my?user_id=user_123&is_seller=false', buyer);
    expect(list.body).toMatchObject([{ id: body.id, iphone_id: iphones, seller_id: seller.id }]);
  });

  test('a second call for the listing finds the same chat', async () => {
    const buyer = await addBuyer('user_124');
    const first = await openChat(buyer);
    iphones -= 1;
    const again = await openChat(buyer);
    expect(again).toMatchObject({ status: 200, body: { id: first.body.id } });
  });

  test('messages are listed, marked read and hidden', async () => {
    const buyer = await addBuyer('user_125');
    const of = await addSeller('Ольга');
    const { id } = (await openChat(buyer, of)).body;
    const socket = await PageSocket.open(
      await blankPage(1, buyer.token ?? ''),
      `/api/chat/ws/${id}?user_id=user_125`,
    );
    await socket.send({ type: 'message', message_text: 'Привет!', sender_is_registered: true });
    await socket.next({ type: 'message' });

    const messages = await call('GET', `/chats/${id}/messages?limit=100&offset=0`, of);
    expect(messages.body).toMatchObject({
      messages: [
        {
          id: A_NUMBER,
          chat_id: id,
          sender_id: 'user_125',
          sender_is_registered: true,
          message_text: 'Привет!',
          is_read: false,
          created_at: TIME,
        },
      ],
    });
    const grouped = await call('GET', `/chats/seller/${of.id}/grouped`, of);
    expect(grouped.body).toEqual({
      [iphones]: [
        {
          id,
          buyer_id: 'user_125',
          buyer_is_registered: true,
          unread_count: 1,
          last_message: 'Привет!',
          last_message_time: TIME,
        },
      ],
    });
    const read = await call('POST', `/chats/${id}/read?user_id=${of.id}`, of);
    expect(read).toMatchObject({ status: 200, body: { success: true } });
    const list = await call('GET', `/chats/my?user_id=${of.id}&is_seller=true`, of);
    expect(list.body).toMatchObject([{ id, unread_count: 0 }]);
    const hidden = await call('DELETE', `/chats/${id}`, of);
    expect(hidden).toMatchObject({ status: 200, body: { success: true } });
    const after = await call('GET', `/chats/my?user_id=${of.id}&is_seller=true`, of);
    expect(after.body).toEqual([]);
  });

  test.each(['True', 'true', '1'])('a seller says is_seller=%s', async (value) => {
    const path = `/chats/my?user_id=${seller.id}&is_seller=${value}`;
    expect((await call('GET', path, seller)).status).toBe(200);
  });

  test('ids of the body may be decimal strings', async () => {
    const body = {
      iphone_id: '1000',
      seller_id: String(seller.id),
      buyer_id: randomUUID(),
      buyer_is_registered: false,
    };
    const answer = await call('POST', '/chats', { body });
    expect(answer).toMatchObject({ status: 201, body: { iphone_id: 1000, seller_id: seller.id } });
  });
});

describe('the browser’s WebSocket', () => {
  test('a guest and a seller talk on two replicas', async () => {
    const id = randomUUID();
    const guest = await open(await people.visitor(), `${market.urls[0]}/health`);
    // The answer puts the guest's token into a cookie, which the socket sends.
    const chat = await guest.evaluate(
      async (body) => {
        const response = await fetch('/api/chat/chats', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        });
        return (await response.json()) as { id: number };
      },
      { iphone_id: 2000, seller_id: seller.id, buyer_id: id, buyer_is_registered: false },
    );
    const buys = await PageSocket.open(guest, `/api/chat/ws/${chat.id}?user_id=${id}`);
    const sells = await PageSocket.open(
      await blankPage(1, seller.token),
      `/api/chat/ws/${chat.id}?user_id=${seller.id}`,
    );

    await buys.send({ type: 'typing', is_typing: true });
    expect(await sells.next({ type: 'typing' })).toMatchObject({ user_id: id, is_typing: true });
    const message_text = 'Привет, товар еще актуален?';
    await buys.send({ type: 'message', message_text, sender_is_registered: false });
    for (const socket of [buys, sells]) {
      expect(await socket.next({ type: 'message' })).toMatchObject({
        message: { id: A_NUMBER, sender_id: id, message_text, created_at: TIME },
      });
    }
    await sells.send({ type: 'read' });
    await buys.next({ type: 'read', user_id: String(seller.id) });
    await sells.send({
      type: 'message',
      message_text: 'Да, актуален!',
      sender_is_registered: true,
    });
    await buys.next({ type: 'message', message: { message_text: 'Да, актуален!' } });
  });

  test('a chat of others, or none, is refused before the upgrade', async () => {
    const { id } = (await openChat(await addBuyer('user_126'))).body;
    const stranger = await addSeller('Чужой');
    const page = await blankPage(0, stranger.token);
    for (const chat of [id, 999_999]) {
      const path = `/api/chat/ws/${chat}?user_id=${stranger.id}`;
      await expect(PageSocket.open(page, path)).rejects.toThrow('closed: 1006');
    }
  });

  test('markup is removed, and 2001 characters are refused', async () => {
    const buyer = await addBuyer('user_127');
    const { id } = (await openChat(buyer)).body;
    const page = await blankPage(0, buyer.token ?? '');
    const socket = await PageSocket.open(page, `/api/chat/ws/${id}?user_id=user_127`);
    await socket.send({ type: 'message', message_text: '<b>5 < 7</b><script>x()</script>' });
    await socket.next({ type: 'message', message: { message_text: '5 < 7' } });
    await socket.send({ type: 'message', message_text: 'я'.repeat(2001) });
    await socket.next({ type: 'error' });
  });
});

describe('the two scripts on the shop’s pages', () => {
  test('a visitor’s question reaches the seller’s profile, and is answered', async () => {
    const of = await addSeller('София');
    const [here, there] = market.urls;
    const buys = await open(await people.visitor(), `${here}/?seller=${of.id}&iphone=7`);
    const sells = await open(await people.signedIn(there, of.token), `${there}/profile.html`);

    await buys.getByRole('button', { name: 'Чат', exact: true }).click();
    const composer = buys.getByRole('textbox', { name: 'Сообщение', exact: true });
    await composer.fill('Товар ещё актуален?');
    await composer.press('Enter');

    const inbox = sells.getByRole('navigation', { name: 'Сообщения покупателей' });
    await inbox.getByRole('link').filter({ hasText: 'Товар ещё актуален?' }).first().click();
    const answer = sells.getByRole('textbox', { name: 'Сообщение', exact: true });
    await answer.fill('Да, актуален!');
    await answer.press('Enter');

    await buys.getByRole('article').filter({ hasText: 'Да, актуален!' }).waitFor();
  });
});
