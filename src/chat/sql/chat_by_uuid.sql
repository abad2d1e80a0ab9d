-- The chat of the realm $1 whose UUID is $2, unless it is deleted.
SELECT c.id AS chat_id
FROM (
    SELECT e.position
    FROM public.events AS e
    WHERE e.event_id = $2
    OFFSET 0
) AS e
CROSS JOIN LATERAL (
    SELECT c.*
    FROM public.chats AS c
    WHERE c.id = e.position
    OFFSET 0
) AS c
WHERE c.realm = $1
  AND c.deleted_at IS NULL
