-- The tables of the messenger's migration; the text defines no columns of users but those of its tokens.
CREATE TABLE users (
    id            serial PRIMARY KEY,
    email         text UNIQUE,
    first_name    text,
    last_name     text,
    role          text,
    company_id    integer,
    password_hash text
);
CREATE TABLE conversations (
    id              serial PRIMARY KEY,
    participants    integer[] NOT NULL,
    type            text DEFAULT 'direct' CHECK (type IN ('direct', 'group')),
    name            varchar(255),
    last_message_id integer,
    last_message_at timestamptz,
    created_at      timestamptz DEFAULT now(),
    updated_at      timestamptz DEFAULT now()
);
CREATE TABLE messages (
    id              serial PRIMARY KEY,
    conversation_id integer NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    sender_id       integer NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    content         text,
    type            text DEFAULT 'text' CHECK (type IN ('text', 'file', 'image')),
    attachments     jsonb,
    read_at         timestamptz,
    created_at      timestamptz DEFAULT now()
);

INSERT INTO users (id, email, first_name, last_name, role, company_id, password_hash)
SELECT n,
       'w' || n || '@firm.test',
       'Имя' || n,
       'Фамилия',
       CASE WHEN n = 1 THEN 'admin' ELSE 'manager' END,
       1 + n % 3,
       CASE n WHEN 2 THEN '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'
              WHEN 3 THEN '$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW' END
FROM generate_series(1, 60) AS n;
-- 50 direct conversations of user n with n + 1, and a group of five.
INSERT INTO conversations (id, participants, type, name, created_at)
SELECT n, ARRAY[n, n + 1], 'direct', NULL, timestamptz '2024-01-01 10:00Z' FROM generate_series(1, 50) AS n
UNION ALL
SELECT 51, ARRAY[1, 2, 3, 4, 5], 'group', 'Отдел', timestamptz '2024-01-01 11:00Z';
INSERT INTO messages (conversation_id, sender_id, content, created_at)
SELECT 1 + n % 50,
       1 + n % 50 + n / 50 % 2,
       'Текст ' || n,
       timestamptz '2024-02-01 10:00Z' + n * interval '1 minute'
FROM generate_series(1, 2500) AS n;
INSERT INTO messages (conversation_id, sender_id, content, created_at)
SELECT 51, 1 + n % 5, 'Группе ' || n, timestamptz '2024-03-01 10:00Z' + n * interval '1 minute'
FROM generate_series(1, 500) AS n;
-- Read within seconds, but the last of each conversation.
UPDATE messages SET read_at = created_at + interval '20 seconds' WHERE id <= 2400;
UPDATE messages SET read_at = created_at + interval '30 seconds' WHERE conversation_id = 51 AND id <= 2900;
INSERT INTO messages (id, conversation_id, sender_id, content, type, attachments, created_at) VALUES
    (9001, 1, 1, 'смотри', 'image', '[{"url": "/uploads/photo.jpg", "name": "фото.jpg", "size": 5}]',
     '2024-04-01 10:00Z'),
    (9002, 1, 2, NULL, 'file', '[{"url": "/uploads/plan.pdf"}]', '2024-04-01 10:01Z');
SELECT setval('messages_id_seq', 10000), setval('conversations_id_seq', 100);
