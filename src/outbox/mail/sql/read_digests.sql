-- What digests to the users $1 show of the chats $2: the newest message to notify of between $3 and $4, and how many
-- are unread, at the same indices. No row if there is none, or the user wants no e-mail.
SELECT w.number - 1 AS index,
       u.email,
       preferred.language,
       c.id AS chat_id,
       c.realm,
       CASE WHEN c.type = 'group' THEN coalesce(c.title, '') END AS group_title,
       m.id AS message_id,
       m.sender_id,
       (SELECT s.name FROM public.users AS s WHERE s.id = m.sender_id) AS sender_name,
       left(m.content, 201) AS beginning,
       left(files.names, 201) AS files,
       unread.count AS unread
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) WITH ORDINALITY
    AS w (user_id, chat_id, since, position, number)
CROSS JOIN LATERAL (
    SELECT u.email
    FROM public.users AS u
    WHERE u.id = w.user_id
    OFFSET 0
) AS u
LEFT JOIN LATERAL (
    SELECT p.language
    FROM public.user_preferences AS p
    WHERE p.user_id = w.user_id
    OFFSET 0
) AS preferred ON true
CROSS JOIN LATERAL
    public.message_wanted_by('email', w.user_id, w.chat_id, w.since, w.position) AS m
CROSS JOIN LATERAL (
    SELECT c.*
    FROM public.chats AS c
    WHERE c.id = w.chat_id
    OFFSET 0
) AS c
CROSS JOIN LATERAL (
    SELECT p.last_read_id
    FROM public.chat_participants AS p
    WHERE p.chat_id = w.chat_id
      AND p.user_id = w.user_id
    OFFSET 0
) AS p
CROSS JOIN LATERAL (
    SELECT count(*)
    FROM (
        SELECT
        FROM public.messages AS n
        WHERE (n.chat_id, n.id) >= (w.chat_id, greatest(w.since, p.last_read_id + 1))
          AND (n.chat_id, n.id) <= (w.chat_id, w.position)
          AND n.sender_id IS DISTINCT FROM w.user_id
          AND NOT n.is_deleted
        LIMIT 100
    ) AS n
) AS unread
CROSS JOIN LATERAL public.file_names(m.attachments) AS files
WHERE u.email IS NOT NULL
ORDER BY m.id DESC
