-- The newest of the messages $2 that are in the chat $1.
SELECT max(m.id) AS message_id
FROM (
    SELECT m.id, m.chat_id
    FROM public.messages AS m
    WHERE m.id = ANY ($2)
    OFFSET 0
) AS m
WHERE m.chat_id = $1
