-- At most $2 due notifications of users other than $1. Each has the beginning of the newest message
-- to notify of, or the names of that message's files if it has no text; NULL if there is none, or the user
-- wants no notification now.
SELECT n.id,
       n.user_id,
       n.attempts,
       n.chat_id,
       left(coalesce(nullif(btrim(m.content, E' \t\r\n'), ''), files.names), 101) AS beginning
FROM (
    SELECT n.*
    FROM public.notifications AS n
    WHERE n.next_attempt_at <= now()
      AND n.user_id <> ALL ($1)
    ORDER BY n.next_attempt_at, n.position
    LIMIT $2
) AS n
LEFT JOIN LATERAL
    public.message_wanted_by('webhook', n.user_id, n.chat_id, n.since, n.position) AS m ON true
LEFT JOIN LATERAL public.file_names(m.attachments) AS files ON m.id IS NOT NULL
ORDER BY n.next_attempt_at, n.position
