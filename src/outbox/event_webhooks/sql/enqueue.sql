-- Queues for the channel $1 of an endpoint the events at the positions $3 in the chats $2 (at the same index), imported
-- ones excepted. Returns how many.
WITH queued AS (
    INSERT INTO public.deliveries (channel, receiver, topic, position, since)
    SELECT $1, e.chat_id::text, e.position, e.position, e.position
    FROM unnest($2::bigint[], $3::bigint[]) AS e (chat_id, position)
    WHERE NOT public.is_imported(e.position)
    ON CONFLICT DO NOTHING
    RETURNING 1
)
SELECT count(*) AS added
FROM queued
