-- The chat of the realm $1 with the key $2, unless it is deleted.
SELECT c.id AS chat_id
FROM (
    SELECT c.id, c.deleted_at
    FROM public.chats AS c
    WHERE c.realm = $1
      AND c.pair_key = $2
    OFFSET 0
) AS c
WHERE c.deleted_at IS NULL
