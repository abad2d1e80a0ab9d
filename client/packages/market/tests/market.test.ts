/** The client of the market against two replicas of the real server. */
import { createHmac } from 'node:crypto';

import { Database, eventually, Replica } from '@vestnik/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';

import { MarketApi } from '../src/api.ts';
import { Conversation } from '../src/conversation.ts';
import type { Settings } from '../src/settings.ts';
import type { Chat, Message, Side } from '../src/types.ts';
import { Visitor } from '../src/visitor.ts';

/** As a browser's: a refusal is told by `onclose` alone. */
class BrowserSocket extends WebSocket {
  constructor(url: string) {
    super(url);
    this.on('error', () => undefined);
  }
}

let database: Database;
let replicas: readonly [Replica, Replica];
let seller: number;
let listing = 0;
const stored = new Map<string, string>();
const opened: Conversation[] = [];

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
  vi.stubGlobal('WebSocket', BrowserSocket);
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  if (!('addEventListener' in globalThis)) {
    vi.stubGlobal('addEventListener', () => undefined);
    vi.stubGlobal('removeEventListener', () => undefined);
  }
});

afterEach(() => {
  for (const conversation of opened.splice(0)) conversation.close();
  vi.unstubAllGlobals();
});

interface Client {
  readonly visitor: Visitor;
  readonly api: MarketApi;
  /** Where it asks from now on. */
  at: Replica;
}

function client(at: Replica, token: string | null = null): Client {
  const made = { at };
  const settings = (): Settings => ({
    baseUrl: made.at.url,
    userId: null,
    token: () => token,
    renewToken: () => Promise.resolve(false),
    language: 'ru',
    theme: null,
    countInTitle: false,
    listingTitle: () => null,
  });
  const visitor = new Visitor(settings);
  return Object.assign(made, { visitor, api: new MarketApi(settings, visitor) });
}

function sellerToken(): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claims = { sub: String(seller), exp: Math.floor(Date.now() / 1000) + 3600 };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  const secret = database.env['JWT_SECRET'] ?? '';
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

async function open({ api, visitor }: Client, chat: Chat, side: Side): Promise<Conversation> {
  const conversation = new Conversation({ api, visitor, chat, side });
  opened.push(conversation);
  conversation.open();
  await eventually('history', () => !conversation.state.get().isLoading);
  return conversation;
}

function messages(conversation: Conversation): readonly Message[] {
  return conversation.state.get().timeline.messages;
}

function texts(conversation: Conversation): string[] {
  return messages(conversation).map(({ message_text }) => message_text);
}

test('a guest is the same one after a reload, and another one where the token is lost', async () => {
  const first = await client(replicas[0]).api.openChat(seller, listing);
  const reloaded = await client(replicas[1]).api.openChat(seller, listing);
  expect(reloaded.id).toBe(first.id);
  expect(reloaded.buyer_id).toBe(stored.get('chat_buyer_id'));

  stored.delete('chat_guest_token');
  const robbed = await client(replicas[0]).api.openChat(seller, listing);
  expect(robbed.id).not.toBe(first.id);
  expect(robbed.buyer_id).not.toBe(first.buyer_id);
});

test('two tabs that begin at once are one guest', async () => {
  const tabs = [client(replicas[0]), client(replicas[0])];
  const chats = await Promise.all(tabs.map(({ api }) => api.openChat(seller, listing)));
  expect(new Set(chats.map(({ id }) => id)).size).toBe(1);
});

test('messages, typing, presence and read marks go between two replicas', async () => {
  const buyer = client(replicas[0]);
  const chat = await buyer.api.openChat(seller, listing);
  const asks = await open(buyer, chat, 'buyer');
  const sells = await open(client(replicas[1], sellerToken()), chat, 'seller');
  await eventually('presence', () => asks.state.get().isOnline === true);

  asks.typed(false);
  await eventually('typing', () => sells.isOtherTyping);
  asks.send('5 < 7 & 8');
  await eventually('the message', () => texts(sells).includes('5 < 7 & 8'));
  expect(sells.isOtherTyping).toBe(false);
  expect(sells.unread).toHaveLength(1);
  sells.read();
  await eventually('the read mark', () => messages(asks)[0]?.is_read === true);
  expect(sells.unread).toHaveLength(0);
});

test('what a moderator deletes goes from both sides', async () => {
  const buyer = client(replicas[0]);
  const chat = await buyer.api.openChat(seller, listing);
  const asks = await open(buyer, chat, 'buyer');
  const sells = await open(client(replicas[1], sellerToken()), chat, 'seller');
  asks.send('bad');
  asks.send('good');
  for (const side of [asks, sells]) await eventually('both', () => texts(side).length === 2);

  const bad = messages(asks).find(({ message_text }) => message_text === 'bad');
  await database.sql(
    `INSERT INTO events (chat_id, kind, payload)
     VALUES (${chat.id}, 'message_deleted', '{"message_id": ${bad?.id ?? 0}}');`,
  );
  for (const side of [asks, sells]) {
    await eventually('it to go', () => texts(side).join() === 'good');
  }
});

test('a replica that is killed is gone on from by another, without loss or doubles', async () => {
  const buyer = client(replicas[0]);
  const chat = await buyer.api.openChat(seller, listing);
  const asks = await open(buyer, chat, 'buyer');
  const sells = await open(client(replicas[1], sellerToken()), chat, 'seller');
  asks.send('before');
  await eventually('the first', () => texts(sells).length === 1);

  buyer.at = replicas[1];
  await replicas[0].kill();
  sells.send('meanwhile');
  asks.send('unsent');
  const all = ['before', 'meanwhile', 'unsent'];
  for (const conversation of [asks, sells]) {
    await eventually('all', () => texts(conversation).length >= all.length);
    expect(texts(conversation).toSorted()).toEqual(all);
  }
  expect(asks.outbox.state.get()).toEqual([]);
  await replicas[0].restart();
});

test('who is too fast is told, and everything arrives once all the same', async () => {
  const buyer = client(replicas[0]);
  const chat = await buyer.api.openChat(seller, listing);
  const asks = await open(buyer, chat, 'buyer');
  const sent = ['1', '2', '3', '4', '5', '6', '7'];
  for (const text of sent) asks.send(text);
  await eventually('the refusal', () => {
    const { problem } = asks.state.get();
    return problem !== null && problem !== 'too_many' && String(problem).includes('rate_limited');
  });
  await eventually('all of them', () => texts(asks).length === sent.length);
  expect(texts(asks)).toEqual(sent);
});

test('a refused message waits for its writer, with the reason', async () => {
  const buyer = client(replicas[0]);
  const chat = await buyer.api.openChat(seller, listing);
  const asks = await open(buyer, chat, 'buyer');
  const sells = client(replicas[1], sellerToken());
  await sells.api.setBlocked(chat.id, true);
  asks.send('hello?');
  const failed = await eventually('the refusal', () => {
    const [letter] = asks.outbox.state.get();
    return letter?.state === 'failed' && letter;
  });
  expect(failed.error).toMatchObject({ code: 'blocked' });
  await sells.api.setBlocked(chat.id, false);
  await asks.outbox.retry(failed.clientId);
  await eventually('the message', () => texts(asks).includes('hello?'));
});

test('history comes page by page, from the newest to the first', async () => {
  const buyer = client(replicas[0]);
  const chat = await buyer.api.openChat(seller, listing);
  const numbers = Array.from({ length: 120 }, (_, index) => String(index + 1));
  const payload = `jsonb_build_object('content', n::text)`;
  await database.sql(
    `INSERT INTO events (realm, chat_id, kind, actor_id, payload)
     SELECT 'market', ${chat.id}, 'message_sent', ${seller}, ${payload}
     FROM generate_series(1, 120) AS n ORDER BY n;`,
  );
  const asks = await open(buyer, chat, 'buyer');
  expect(texts(asks)).toEqual(numbers.slice(-50));
  await asks.loadOlder();
  await asks.loadOlder();
  expect(texts(asks)).toEqual(numbers);
  expect(asks.state.get().timeline.hasOlder).toBe(false);
});

test('who is not in a chat does not try for ever', async () => {
  const buyer = client(replicas[0]);
  const chat = await buyer.api.openChat(seller, listing);
  stored.clear();
  const stranger = client(replicas[0]);
  await stranger.api.openChat(seller, listing);
  const { api, visitor } = stranger;
  const conversation = new Conversation({ api, visitor, chat, side: 'buyer' });
  opened.push(conversation);
  conversation.open();
  await eventually('the end', () => conversation.socket.status.get().name === 'failed');
  expect(conversation.socket.status.get()).toEqual({ name: 'failed', why: 'removed' });
});
