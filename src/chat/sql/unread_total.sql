-- The messages of other users, not deleted, that the user $2 has not seen in all chats of the
-- realm $1.
SELECT coalesce(sum(unread.unread_count), 0)::bigint AS unread_count
FROM (
    SELECT p.*
    FROM public.chat_participants AS p
    WHERE p.user_id + 0 = $2
    OFFSET 0
) AS p
CROSS JOIN LATERAL (
    SELECT c.*
    FROM public.chats AS c
    WHERE c.id = p.chat_id
    OFFSET 0
) AS c
CROSS JOIN LATERAL public.unread_count(c, p) AS unread
WHERE c.realm = $1
  AND c.deleted_at IS NULL
  -- Most chats are read: their deleted messages are not counted.
  AND c.last_seq > coalesce(p.own_read_seq, p.last_read_seq)
