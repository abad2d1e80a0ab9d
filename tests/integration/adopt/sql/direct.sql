-- Tables with the fields of the text, whose ids are opaque strings.
CREATE TABLE conversations (id text PRIMARY KEY, created_at timestamptz, updated_at timestamptz);
CREATE TABLE conversation_participants (
    conversation_id text REFERENCES conversations (id),
    user_id         text,
    PRIMARY KEY (conversation_id, user_id)
);
CREATE TABLE messages (
    id              text PRIMARY KEY,
    conversation_id text REFERENCES conversations (id),
    sender_id       text,
    body            text,
    created_at      timestamptz
);

-- People are numbers up to 100, and u101, u102, … from then on.
INSERT INTO conversations (id, created_at)
SELECT CASE WHEN n % 2 = 0 THEN 'c' || n ELSE md5('c' || n)::uuid::text END, timestamptz '2024-01-01 10:00Z'
FROM generate_series(1, 150) AS n;
INSERT INTO conversation_participants (conversation_id, user_id)
SELECT CASE WHEN n % 2 = 0 THEN 'c' || n ELSE md5('c' || n)::uuid::text END,
       CASE WHEN n + side <= 100 THEN '' ELSE 'u' END || n + side
FROM generate_series(1, 150) AS n, generate_series(0, 1) AS side;
INSERT INTO messages (id, conversation_id, sender_id, body, created_at)
SELECT CASE WHEN n % 2 = 0 THEN 'm' || n ELSE md5('m' || n)::uuid::text END,
       CASE WHEN c % 2 = 0 THEN 'c' || c ELSE md5('c' || c)::uuid::text END,
       CASE WHEN c + side <= 100 THEN '' ELSE 'u' END || c + side,
       'Текст ' || n,
       timestamptz '2024-02-01 10:00Z' + n * interval '1 minute'
FROM generate_series(1, 3000) AS n, LATERAL (SELECT 1 + n % 150 AS c, n / 150 % 2 AS side) AS of;
