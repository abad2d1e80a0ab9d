-- The messages and reads in the order of their times. A message has the time at which some other participant has
-- read it, and counts as read for all. So the reads are of the first other participant at each time, and of the
-- others up to the newest message that was read.
WITH read AS (
    SELECT m.conversation_id, m.sender_id, m.id, m.read_at, c.participants
    FROM messages AS m
    JOIN conversations AS c ON c.id = m.conversation_id
    WHERE m.read_at IS NOT NULL
), reads AS (
    SELECT read.conversation_id, reader.id AS actor_id, max(read.id) AS ref_id, read.read_at
    FROM read
    CROSS JOIN LATERAL (
        SELECT p.id
        FROM unnest(read.participants) WITH ORDINALITY AS p (id, n)
        WHERE p.id <> read.sender_id
        ORDER BY p.n
        LIMIT 1
    ) AS reader
    GROUP BY read.conversation_id, reader.id, read.read_at
    UNION
    SELECT newest.*
    FROM (
        SELECT DISTINCT ON (read.conversation_id, p.id)
               read.conversation_id, p.id AS actor_id, read.id AS ref_id, read.read_at
        FROM read
        CROSS JOIN LATERAL unnest(read.participants) AS p (id)
        WHERE p.id <> read.sender_id
        ORDER BY read.conversation_id, p.id, read.id DESC
    ) AS newest
)
SELECT entry.what,
       entry.id,
       entry.chat_id,
       entry.actor_id,
       entry.content,
       entry.type,
       entry.attachments,
       entry.ref_id,
       false AS is_deleted,
       false AS is_edited,
       entry.at
FROM (
    SELECT 'message' AS what,
           m.id::text AS id,
           m.conversation_id::text AS chat_id,
           m.sender_id::text AS actor_id,
           coalesce(m.content, '') AS content,
           m.type::text AS type,
           m.attachments,
           NULL::text AS ref_id,
           m.created_at::timestamptz AS at,
           m.id::bigint AS n
    FROM messages AS m
    UNION ALL
    SELECT 'read',
           r.ref_id::text,
           r.conversation_id::text,
           r.actor_id::text,
           NULL,
           NULL,
           NULL,
           r.ref_id::text,
           greatest(r.read_at, m.created_at)::timestamptz,
           r.ref_id
    FROM reads AS r
    JOIN messages AS m ON m.id = r.ref_id
) AS entry
ORDER BY entry.at, entry.what, entry.n
