/** The clients of a buyer and a seller against two replicas of the real server. */
import { createHmac } from 'node:crypto';

import type { ChatClient } from '@vestnik/sdk';
import { Database, eventually, Replica } from '@vestnik/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';

import { MarketClient } from '../src/app/marketClient.ts';
import { findUnreadChat } from '../src/loader/unreadChat.ts';
import type { Settings } from '../src/settings.ts';
import { Visitor } from '../src/visitor.ts';

let database: Database;
let replicas: readonly [Replica, Replica];
let seller: number;
let listing = 0;
const stored = new Map<string, string>();
const clients: MarketClient[] = [];

beforeAll(async () => {
  database = await Database.start({ demo: false });
  const env = { MARKET_MESSAGES_PER_MINUTE: '1000', MARKET_CHATS_PER_MINUTE: '1000' };
  const start = (): Promise<Replica> => Replica.start(database.env, { realms: 'market', env });
  replicas = [await start(), await start()];
  const sql = "INSERT INTO users (name, role) VALUES ('Продавец', 'member') RETURNING id;";
  seller = Number(await database.sql(sql));
});

afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.stop()));
  await database.stop();
});

beforeEach(() => {
  listing += 1;
  stored.clear();
  vi.stubGlobal('location', new URL('https://shop.example/'));
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
});

afterEach(() => {
  for (const client of clients.splice(0)) client.stop();
  vi.unstubAllGlobals();
});

function settingsFor(at: Replica, token: string | null): Settings {
  return {
    baseUrl: at.url,
    userId: null,
    token: () => token,
    renewToken: () => Promise.resolve(false),
    language: 'ru',
    theme: null,
    countInTitle: false,
    playsSound: false,
    listingTitle: () => null,
  };
}

function connect(at: Replica, token: string | null = null): MarketClient {
  const settings = settingsFor(at, token);
  const client = new MarketClient(settings, new Visitor(() => settings));
  clients.push(client);
  return client;
}

function sellerToken(): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claims = { sub: String(seller), exp: Math.floor(Date.now() / 1000) + 3600 };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  const secret = database.env['JWT_SECRET'] ?? '';
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

async function sellerClient(): Promise<ChatClient> {
  return connect(replicas[1], sellerToken()).current().waitForSignIn();
}

test('a guest stays the same after a reload', async () => {
  const [, first] = await connect(replicas[0]).openChat(seller, listing);
  const uuid = stored.get('chat_buyer_id');
  const [, again] = await connect(replicas[1]).openChat(seller, listing);
  expect(again.id).toBe(first.id);
  expect(stored.get('chat_buyer_id')).toBe(uuid);
});

test('a claimed UUID without its token is another guest', async () => {
  const uuid = crypto.randomUUID();
  stored.set('chat_buyer_id', uuid);
  const [, first] = await connect(replicas[0]).openChat(seller, listing);
  expect(stored.get('chat_buyer_id')).toBe(uuid);
  stored.delete('chat_guest_token');
  const [, other] = await connect(replicas[0]).openChat(seller, listing);
  expect(other.id).not.toBe(first.id);
  expect(stored.get('chat_buyer_id')).not.toBe(uuid);
});

test('two tabs that start together share one guest', async () => {
  const tabs = [connect(replicas[0]), connect(replicas[0])];
  const opened = await Promise.all(tabs.map((tab) => tab.openChat(seller, listing)));
  expect(new Set(opened.map(([, { id }]) => id)).size).toBe(1);
});

test('a refused guest token makes another guest', async () => {
  const [, first] = await connect(replicas[0]).openChat(seller, listing);
  stored.set('chat_guest_token', 'not a token');
  const [, other] = await connect(replicas[0]).openChat(seller, listing);
  expect(other.id).not.toBe(first.id);
});

test('messages and read marks pass between two replicas', async () => {
  const [client, chat] = await connect(replicas[0]).openChat(seller, listing);
  expect(chat.listing).toEqual({ id: listing, title: null, seller_id: seller });
  const buyer = await client.waitForSignIn();
  const sent = await buyer.api.send(chat.id, { text: '5 < 7 & 8' });
  const sells = await sellerClient();
  const timeline = sells.timeline(chat.id);
  timeline.ensureLoaded();
  await eventually('the message', () => timeline.state.get().messages.length === 1);
  expect(timeline.state.get().messages[0]?.text).toBe('5 < 7 & 8');
  buyer.chats.ensureLoaded();
  sells.readMarks.mark(chat.id, sent.id);
  const lastRead = (): number | undefined =>
    buyer.chats.find(chat.id)?.members?.find(({ user }) => user.id === seller)?.last_read_id;
  await eventually('the read mark', () => lastRead() === sent.id);
});

test('nothing is requested for a user who has signed out of the page', async () => {
  let token: string | null = sellerToken();
  const settings = { ...settingsFor(replicas[1], null), token: () => token };
  const market = new MarketClient(settings, new Visitor(() => settings));
  clients.push(market);
  const { api } = await market.current().waitForSignIn();
  token = null;
  // The server's refusal would be of the kind `api`.
  await expect(api.me()).rejects.toThrow('another visitor uses the page');
});

test('an unread reply is found without the application', async () => {
  const settings = settingsFor(replicas[0], null);
  const visitor = new Visitor(() => settings);
  const [client, chat] = await connect(replicas[0]).openChat(seller, listing);
  expect(await findUnreadChat(settings, visitor)).toBeNull();
  await client.api.send(chat.id, { text: 'Есть?' });
  const sells = await sellerClient();
  await sells.api.send(chat.id, { text: 'Да' });
  expect(await findUnreadChat(settings, visitor)).toBe(chat.id);
});

test('an unknown seller is refused with a reason', async () => {
  await expect(connect(replicas[0]).openChat(999_999, listing)).rejects.toMatchObject({
    kind: 'api',
  });
});
