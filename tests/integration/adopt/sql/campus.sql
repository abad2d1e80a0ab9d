-- Tables with the fields of the campus's types.
CREATE TABLE conversations (
    id         uuid PRIMARY KEY,
    type       text NOT NULL,
    title      text,
    created_by integer NOT NULL,
    created_at timestamp NOT NULL DEFAULT now(),
    service    text,
    service_id text
);
CREATE TABLE conversation_participants (
    conversation_id uuid NOT NULL REFERENCES conversations (id),
    user_id         integer NOT NULL,
    PRIMARY KEY (conversation_id, user_id)
);
CREATE TABLE messages (
    id              uuid PRIMARY KEY,
    conversation_id uuid NOT NULL,
    sender_id       integer NOT NULL,
    text            text,
    reply_to        uuid,
    is_edited       boolean NOT NULL DEFAULT false,
    created_at      timestamp NOT NULL DEFAULT now()
);

-- 100 private conversations of the users n and n + 1, and 10 groups of four.
INSERT INTO conversations (id, type, title, created_by, created_at)
SELECT md5('c' || n)::uuid, 'private', NULL, n, timestamp '2024-01-01 10:00' + n * interval '1 minute'
FROM generate_series(1, 100) AS n
UNION ALL
SELECT md5('g' || n)::uuid, 'group', 'Группа ' || n, n, timestamp '2024-01-02 10:00' + n * interval '1 minute'
FROM generate_series(1, 10) AS n;
-- A second one of a pair, about something.
INSERT INTO conversations (id, type, created_by, created_at, service, service_id)
VALUES (md5('second')::uuid, 'private', 1, '2024-01-03 10:00', 'library', '17');
INSERT INTO conversation_participants (conversation_id, user_id)
SELECT md5('c' || n)::uuid, n + side FROM generate_series(1, 100) AS n, generate_series(0, 1) AS side
UNION ALL
SELECT md5('g' || n)::uuid, n + side FROM generate_series(1, 10) AS n, generate_series(0, 3) AS side
UNION ALL
SELECT md5('second')::uuid, n FROM generate_series(1, 2) AS n;
INSERT INTO messages (id, conversation_id, sender_id, text, reply_to, is_edited, created_at)
SELECT md5('m' || n)::uuid,
       md5('c' || 1 + n % 100)::uuid,
       1 + n % 100 + n / 100 % 2,
       'Текст ' || n,
       CASE WHEN n > 100 AND n % 7 = 0 THEN md5('m' || n - 100)::uuid END,
       n % 5 = 0,
       timestamp '2024-02-01 10:00' + n * interval '1 minute'
FROM generate_series(1, 3000) AS n
UNION ALL
SELECT md5('h' || n)::uuid, md5('g' || 1 + n % 10)::uuid, 1 + n % 10 + n % 4, 'Группе ' || n, NULL, false,
       timestamp '2024-03-01 10:00' + n * interval '1 minute'
FROM generate_series(1, 400) AS n
UNION ALL
SELECT md5('s')::uuid, md5('second')::uuid, 1, 'о книге', NULL, false, '2024-04-01 10:00';
