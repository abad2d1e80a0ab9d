-- What the user $3 is to the chat $2 of the realm $1: no row unless there is such a chat.
SELECT p.user_id IS NOT NULL AS is_member,
       coalesce(p.own_read_id, p.last_read_id, 0) AS last_read_id,
       CASE WHEN c.last_seq > 0 THEN c.activity_position ELSE 0 END AS latest_id
FROM (
    SELECT c.*
    FROM public.chats AS c
    WHERE c.id = $2
    OFFSET 0
) AS c
LEFT JOIN LATERAL (
    SELECT p.*
    FROM public.chat_participants AS p
    WHERE p.chat_id = c.id
      AND p.user_id = $3
    OFFSET 0
) AS p ON true
WHERE c.realm = $1
  AND c.deleted_at IS NULL
