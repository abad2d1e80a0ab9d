-- The chat $3 of the realm $2, if the user $1 is in it. $4 is the scope of the participants.
SELECT view.*, unread.unread_count
FROM (
    SELECT c.*
    FROM public.chats AS c
    WHERE c.id = $3
    OFFSET 0
) AS c
CROSS JOIN LATERAL (
    SELECT p.*
    FROM public.chat_participants AS p
    WHERE p.chat_id = c.id
      AND p.user_id = $1
    OFFSET 0
) AS p
CROSS JOIN LATERAL public.chat_view(c, p.user_id, $4) AS view
CROSS JOIN LATERAL public.unread_count(c, p) AS unread
WHERE c.realm = $2
  AND c.deleted_at IS NULL
