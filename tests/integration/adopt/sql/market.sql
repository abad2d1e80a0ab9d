-- The tables of the market's text, and those that they refer to.
CREATE TABLE iphone (id serial PRIMARY KEY);
CREATE TABLE "user" (id serial PRIMARY KEY, username text, email text, hashed_password text);
CREATE TABLE chat (
    id                  serial PRIMARY KEY,
    iphone_id           integer REFERENCES iphone (id),
    seller_id           integer REFERENCES "user" (id),
    buyer_id            varchar(255),
    buyer_is_registered boolean,
    created_at          timestamp,
    updated_at          timestamp
);
CREATE TABLE message (
    id                   serial PRIMARY KEY,
    chat_id              integer REFERENCES chat (id),
    sender_id            varchar(255),
    sender_is_registered boolean,
    message_text         text,
    is_read              boolean,
    created_at           timestamp
);

INSERT INTO iphone (id) SELECT generate_series(1, 200);
INSERT INTO "user" (id, username, email)
SELECT n, 'seller' || n, 's' || n || '@shop.test' FROM generate_series(1, 100) AS n;
-- 200 chats: the seller is n % 50 + 1; odd buyers are guests, each with two chats.
INSERT INTO chat (id, iphone_id, seller_id, buyer_id, buyer_is_registered, created_at)
SELECT n,
       n,
       1 + n % 50,
       CASE WHEN n % 2 = 0 THEN (51 + n % 50)::text ELSE upper(md5('g' || n % 100)::uuid::text) END,
       n % 2 = 0,
       timestamp '2024-01-01 10:00' + n * interval '1 minute'
FROM generate_series(1, 200) AS n;
INSERT INTO message (chat_id, sender_id, sender_is_registered, message_text, is_read, created_at)
SELECT c.id,
       CASE WHEN n % 2 = 1 THEN c.buyer_id WHEN n % 4 = 0 THEN 'seller_' || c.seller_id ELSE c.seller_id::text END,
       n % 2 = 0,
       'Цена ' || n || ' &lt;b&gt;',
       n <= 16,
       timestamp '2024-02-01 10:00' + c.id * interval '1 second' + n * interval '1 hour'
FROM chat AS c, generate_series(1, 19) AS n;
