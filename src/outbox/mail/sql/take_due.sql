-- Takes at most $1 digests that are due. Each row is a chat with unread messages, of which it has the
-- newest one to notify of. A digest without such chats has no row: nothing is to be sent. Those of users who
-- have quiet hours are due when these end.
WITH due AS (
    SELECT d.user_id, d.realm, quiet.until
    FROM (
        SELECT d.user_id, d.realm
        FROM public.mail_digests AS d
        WHERE d.next_attempt_at <= now()
        ORDER BY d.next_attempt_at
        LIMIT $1
    ) AS d
    LEFT JOIN LATERAL (
        SELECT public.quiet_end(p.quiet_to, p.time_zone) AS until
        FROM (
            SELECT p.quiet_from, p.quiet_to, p.time_zone
            FROM public.user_preferences AS p
            WHERE p.user_id = d.user_id
            OFFSET 0
        ) AS p
        WHERE public.is_quiet(p.quiet_from, p.quiet_to, p.time_zone)
        OFFSET 0
    ) AS quiet ON true
), postponed AS (
    UPDATE public.mail_digests AS d
    SET first_due_at = due.until,
        next_attempt_at = due.until
    FROM due
    WHERE d.user_id = due.user_id
      AND d.realm = due.realm
      AND due.until IS NOT NULL
), taken AS (
    DELETE FROM public.mail_digests AS d
    USING due
    WHERE d.user_id = due.user_id
      AND d.realm = due.realm
      AND due.until IS NULL
    RETURNING d.*
)
SELECT d.user_id,
       d.realm,
       d.chat_ids,
       d.since,
       d.until,
       d.first_due_at,
       d.failures,
       u.email,
       preferred.language,
       c.id AS chat_id,
       CASE WHEN c.type = 'group' THEN coalesce(c.title, '') END AS group_title,
       m.id AS message_id,
       m.sender_id,
       (SELECT s.name FROM public.users AS s WHERE s.id = m.sender_id) AS sender_name,
       left(m.content, 201) AS beginning,
       left(files.names, 201) AS files,
       unread.count AS unread
FROM taken AS d
CROSS JOIN LATERAL (
    SELECT u.email
    FROM public.users AS u
    WHERE u.id = d.user_id
    OFFSET 0
) AS u
LEFT JOIN LATERAL (
    SELECT p.language
    FROM public.user_preferences AS p
    WHERE p.user_id = d.user_id
    OFFSET 0
) AS preferred ON true
CROSS JOIN LATERAL unnest(d.chat_ids) AS listed (chat_id)
CROSS JOIN LATERAL public.message_wanted_by('email', d.user_id, listed.chat_id, d.since, d.until) AS m
CROSS JOIN LATERAL (
    SELECT c.*
    FROM public.chats AS c
    WHERE c.id = listed.chat_id
    OFFSET 0
) AS c
CROSS JOIN LATERAL (
    SELECT p.last_read_id
    FROM public.chat_participants AS p
    WHERE p.chat_id = listed.chat_id
      AND p.user_id = d.user_id
    OFFSET 0
) AS p
CROSS JOIN LATERAL (
    SELECT count(*)
    FROM (
        SELECT
        FROM public.messages AS n
        WHERE (n.chat_id, n.id) >= (listed.chat_id, greatest(d.since, p.last_read_id + 1))
          AND (n.chat_id, n.id) <= (listed.chat_id, d.until)
          AND n.sender_id IS DISTINCT FROM d.user_id
          AND NOT n.is_deleted
        LIMIT 100
    ) AS n
) AS unread
CROSS JOIN LATERAL public.file_names(m.attachments) AS files
WHERE u.email IS NOT NULL
ORDER BY d.user_id, d.realm, m.id DESC
