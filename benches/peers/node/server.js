// A chat server as it is commonly written on Node: a message is a row, committed before it is
// emitted to the room of its chat and before its sender is answered. It neither authenticates nor
// authorises, and it delivers nothing to a client that was away: that makes it faster.
//
// PGHOST, PGUSER and PGDATABASE name the database, which has the tables of schema.sql. With
// REDIS_URL, processes emit to the clients of each other. Ends when standard input does.

import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import pg from 'pg';
import { createClient } from 'redis';
import { Server } from 'socket.io';

const BODY_BYTES = 64 * 1024;

// As many connections as senders of the benchmark: their commits then share a flush.
const pool = new pg.Pool({ max: 64 });

const INSERT = {
  name: 'insert',
  text: `INSERT INTO messages (chat_id, sender_id, content) VALUES ($1, $2, $3)
         RETURNING id, created_at`,
};

const http = createServer((request, response) => {
  if (request.method !== 'POST' || request.url !== '/messages') {
    answer(response, 404, { error: 'not found' });
    return;
  }
  const chunks = [];
  let length = 0;
  request.on('data', (chunk) => {
    length += chunk.length;
    if (length > BODY_BYTES) request.destroy();
    else chunks.push(chunk);
  });
  request.on('end', () => {
    send(JSON.parse(Buffer.concat(chunks).toString())).then(
      (message) => answer(response, 201, message),
      (error) => answer(response, 500, { error: String(error) }),
    );
  });
});

const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false });

io.on('connection', (socket) => {
  socket.join(room(socket.handshake.auth.chat_id));
  socket.emit('ready');
});

async function send({ chat_id, sender_id, content }) {
  const { rows } = await pool.query({ ...INSERT, values: [chat_id, sender_id, content] });
  const message = { id: rows[0].id, chat_id, sender_id, content, created_at: rows[0].created_at };
  io.to(room(chat_id)).emit('new_message', message);
  return message;
}

function room(chatId) {
  return `chat:${chatId}`;
}

function answer(response, status, body) {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

if (process.env.REDIS_URL) {
  const publisher = createClient({ url: process.env.REDIS_URL });
  const subscriber = publisher.duplicate();
  for (const client of [publisher, subscriber]) client.on('error', () => process.exit(1));
  await Promise.all([publisher.connect(), subscriber.connect()]);
  io.adapter(createAdapter(publisher, subscriber));
}

process.stdin.resume().on('end', () => process.exit(0));
http.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${http.address().port}\n`);
});
