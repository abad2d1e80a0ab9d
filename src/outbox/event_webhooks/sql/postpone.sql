-- Postpones the oldest event of each of the chats $2 of the endpoint $1 by $3 seconds after an attempt that
-- failed with the error $4.
UPDATE public.event_webhook_chats AS c
SET attempts = c.attempts + 1,
    (next_attempt_at, last_error) = (
        SELECT now() + f.wait * interval '1 second',
               f.error
        FROM unnest($2::bigint[], $3::float8[], $4::text[]) AS f (chat_id, wait, error)
        WHERE f.chat_id = c.chat_id
        LIMIT 1
    )
WHERE c.endpoint = $1
  AND c.chat_id = ANY ($2)
