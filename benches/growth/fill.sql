-- Users, a log of $MESSAGES messages in $CHATS chats, and the read model, without triggers: `vestnik
-- rebuild` would need three times the time and the space. `vestnik verify` compares them at the smallest
-- size. Every tenth message is in chat 1. Chats 1 to $CHATS are those of
--
--   user 1     chat 1 alone, which has a tenth of all messages, all by its student
--   user 2     20 chats of the messenger, 101 to 120
--   user 3     20 chats
--   user 4     2,000 chats
--   user 8     2,000 chats of the messenger
--   user 9     100 chats
--   users 10 to 19  100 chats each, if there are 6,000 or more
--   others     one chat each
--
-- The student of chat n is user 1,000,000 + n; the teachers with one chat begin at 3,000,000.
SET session_replication_role = replica;
SET synchronous_commit = off;
SET work_mem = '256MB';

CREATE FUNCTION pg_temp.teacher(_chat bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN _chat = 1 THEN 1
        WHEN _chat BETWEEN 101 AND 120 THEN 2
        WHEN _chat BETWEEN 121 AND 140 THEN 3
        WHEN _chat BETWEEN 201 AND 300 THEN 9
        WHEN _chat % ($CHATS / 2000) = 0 AND _chat / ($CHATS / 2000) <= 2000 + 40 THEN 4
        WHEN _chat % ($CHATS / 2000) = 1 AND _chat / ($CHATS / 2000) <= 2000 + 40 THEN 8
        -- Of what users 4 and 8 leave.
        WHEN $CHATS >= 6000
             AND _chat % ($CHATS / 2000) = 2
             AND _chat / ($CHATS / 2000) BETWEEN 200 AND 1199
            THEN 10 + (_chat / ($CHATS / 2000) - 200) / 100
        ELSE 3000000 + _chat
    END
$$;

INSERT INTO users (id, name, role)
SELECT u.id,
       (ARRAY['Anna', 'Boris', 'Clara', 'Дарья', 'Emil', 'Фёдор', 'Greta', 'Hannah', 'Иван', 'Jan'])
           [1 + u.id % 10]
       || ' '
       || (ARRAY['Andersen', 'Иванов', 'Müller', 'Петров', 'Smith', 'Соколова', 'Martin'])
           [1 + u.id / 10 % 7]
       || ' ' || u.id || CASE WHEN u.id % 900 = 7 THEN ' Щукина' ELSE '' END,
       u.role
FROM (
    SELECT n AS id, 'teacher' AS role FROM generate_series(1, 4) AS n
    UNION ALL
    SELECT 5, 'admin'
    UNION ALL
    SELECT n, 'member' FROM generate_series(6, 8) AS n
    UNION ALL
    SELECT n, 'teacher' FROM generate_series(9, 19) AS n
    UNION ALL
    SELECT 1000000 + n, 'student' FROM generate_series(1, $CHATS) AS n
    UNION ALL
    SELECT 3000000 + n, 'teacher' FROM generate_series(1, $CHATS) AS n
    WHERE pg_temp.teacher(n) = 3000000 + n
) AS u;

INSERT INTO name_suffixes (realm, suffix, user_id)
SELECT s.realm, s.suffix, u.id
FROM users AS u
CROSS JOIN LATERAL name_suffixes(u.name, u.role, u.realms) AS s;

INSERT INTO events (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at, origin)
SELECT n, gen_random_uuid(),
       CASE WHEN pg_temp.teacher(n) IN (2, 8) THEN 'messenger' ELSE 'school' END,
       n, 'chat_created', NULL,
       jsonb_build_object(
           'pair_key', least(pg_temp.teacher(n), 1000000 + n)
               || ':' || greatest(pg_temp.teacher(n), 1000000 + n),
           'participants', jsonb_build_array(
               jsonb_build_object('user_id', pg_temp.teacher(n), 'role', 'teacher'),
               jsonb_build_object('user_id', 1000000 + n, 'role', 'student'))),
       now() - interval '1 year', 'import'
FROM generate_series(1, $CHATS) AS n;

INSERT INTO events (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at, origin)
SELECT $CHATS + m.n, gen_random_uuid(),
       CASE WHEN pg_temp.teacher(m.chat_id) IN (2, 8) THEN 'messenger' ELSE 'school' END,
       m.chat_id, 'message_sent',
       CASE WHEN m.chat_id > 1 AND m.n % 3 = 0 THEN pg_temp.teacher(m.chat_id)
            ELSE 1000000 + m.chat_id END,
       jsonb_build_object(
           'content',
           'Домашнее задание на завтра ' || m.n || ' '
               || (ARRAY['контрольная', 'учебник', 'экскурсия', 'дома', 'каникулы', 'тетрадь', 'класс'])
                   [1 + m.n / 7 % 7]
       ),
       now() - interval '1 year' + m.n * (interval '1 year' / $MESSAGES), 'import'
FROM (
    SELECT n, CASE n % 10 WHEN 0 THEN 1 ELSE 2 + n * 7919 % ($CHATS - 1) END AS chat_id
    FROM generate_series(1::bigint, $MESSAGES) AS n
) AS m;

-- In the order of the log, as when they are sent.
INSERT INTO messages (id, uuid, chat_id, seq, sender_id, content, created_at, words)
SELECT e.position, e.event_id, e.chat_id, numbered.seq, e.actor_id, e.payload ->> 'content',
       e.recorded_at, message_words(e.payload ->> 'content')
FROM events AS e
JOIN (
    SELECT e.position,
           row_number() OVER (PARTITION BY e.chat_id ORDER BY e.position) AS seq
    FROM events AS e
    WHERE e.kind = 'message_sent'
) AS numbered USING (position)
ORDER BY e.position;

INSERT INTO chats (id, uuid, realm, type, pair_key, created_at, last_seq, message_count,
                   last_message_id, activity_position)
SELECT e.position, e.event_id, e.realm, 'private', e.payload ->> 'pair_key', e.recorded_at,
       coalesce(sent.messages, 0), coalesce(sent.messages, 0), sent.newest,
       coalesce(sent.newest, e.position)
FROM events AS e
LEFT JOIN (
    SELECT m.chat_id, count(*) AS messages, max(m.id) AS newest
    FROM messages AS m
    GROUP BY m.chat_id
) AS sent ON sent.chat_id = e.position
WHERE e.kind = 'chat_created';

-- Sending marks a chat read.
INSERT INTO chat_participants
    (id, chat_id, user_id, role, joined_at, last_read_id, last_read_seq)
SELECT participant_id(e.position, p.place), e.position, p.user_id, p.role, e.recorded_at,
       coalesce(sent.id, 0), coalesce(sent.seq, 0)
FROM events AS e
CROSS JOIN LATERAL ROWS FROM (
    jsonb_to_recordset(e.payload -> 'participants') AS (user_id bigint, role text)
) WITH ORDINALITY AS p (user_id, role, place)
LEFT JOIN (
    SELECT m.chat_id, m.sender_id, max(m.id) AS id, max(m.seq) AS seq
    FROM messages AS m
    GROUP BY m.chat_id, m.sender_id
) AS sent ON sent.chat_id = e.position AND sent.sender_id = p.user_id
WHERE e.kind = 'chat_created';

UPDATE log_head SET position = $CHATS + $MESSAGES;
SET session_replication_role = origin;

-- A server seals as it appends. Here it would seal during the calls that are timed.
DO $$
BEGIN
    WHILE EXISTS (SELECT FROM audit.seal_log(10000)) LOOP
        NULL;
    END LOOP;
END;
$$;
