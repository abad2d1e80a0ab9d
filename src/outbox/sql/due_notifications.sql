-- At most $2 due notifications of users other than $1. Each has the beginning of the newest of its
-- messages that is not deleted, or the names of that message's files if it has no text; NULL if
-- there is none, or the user has left the chat or the realm, has read the message, or has connected
-- since.
SELECT n.id,
       n.user_id,
       n.attempts,
       n.chat_id,
       CASE
           WHEN m.id > p.last_read_id
               AND (
                   SELECT public.is_member_of_realm(u.role, u.realms, c.realm)
                   FROM (
                       SELECT u.role, u.realms
                       FROM public.users AS u
                       WHERE u.id = n.user_id
                       OFFSET 0
                   ) AS u
                   CROSS JOIN (
                       SELECT c.realm
                       FROM public.chats AS c
                       WHERE c.id = n.chat_id
                       OFFSET 0
                   ) AS c
               )
               AND EXISTS (SELECT FROM public.absence(n.user_id, m.created_at))
           THEN left(coalesce(nullif(m.content, ''), files.names), 100)
       END AS beginning
FROM (
    SELECT n.*
    FROM public.notifications AS n
    WHERE n.next_attempt_at <= now()
      AND n.user_id <> ALL ($1)
    ORDER BY n.next_attempt_at, n.position
    LIMIT $2
) AS n
LEFT JOIN LATERAL (
    SELECT p.left_at, p.last_read_id
    FROM public.chat_participants AS p
    WHERE p.chat_id = n.chat_id
      AND p.user_id = n.user_id
    OFFSET 0
) AS p ON p.left_at IS NULL
LEFT JOIN LATERAL (
    SELECT sent.*
    FROM public.messages AS sent
    WHERE (sent.chat_id, sent.id) >= (n.chat_id, greatest(n.since, p.last_read_id + 1))
      AND (sent.chat_id, sent.id) <= (n.chat_id, n.position)
      AND sent.sender_id IS DISTINCT FROM n.user_id
      AND NOT sent.is_deleted
    ORDER BY sent.chat_id DESC, sent.id DESC
    LIMIT 1
) AS m ON true
CROSS JOIN LATERAL (
    SELECT coalesce(string_agg(a.name, ', ' ORDER BY a.id), '') AS names
    FROM public.attachments AS a
    WHERE a.id = ANY (m.attachments)
      AND a.deleted_at IS NULL
) AS files
ORDER BY n.next_attempt_at, n.position
