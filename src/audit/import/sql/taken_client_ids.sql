-- The indexes of those messages, in the chats $1, of the senders $2 and with the client ids $3, that have one
-- with the same client id before them in the log.
SELECT given.n::integer AS n
FROM unnest($1::bigint[], $2::bigint[], $3::uuid[])
     WITH ORDINALITY AS given (chat_id, sender_id, client_id, n)
CROSS JOIN LATERAL (
    SELECT m.id
    FROM public.messages AS m
    WHERE m.chat_id = given.chat_id
      AND m.sender_id = given.sender_id
      AND m.client_id = given.client_id
    OFFSET 0
) AS taken
