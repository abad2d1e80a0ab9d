-- Runs when a consumer queues notifications of messages for a channel. Queues deliveries, given as columns. A delivery
-- that waits for the same receiver and topic gets the new position, and covers the older messages too unless it is
-- being sent. It also gets another id, since the receiver may know the former id with the former text. Returns how
-- many deliveries were added, and the receivers of all.
CREATE OR REPLACE FUNCTION public.queue_deliveries(
    _channel text,
    _receivers text[],
    _topics bigint[],
    _positions bigint[],
    _since bigint[],
    _due_at timestamptz[]
)
RETURNS TABLE (added bigint, receivers text[])
LANGUAGE sql
AS $$
    WITH queued AS (
        INSERT INTO public.deliveries AS d (channel, receiver, topic, position, since, due_at)
        SELECT _channel, n.receiver, n.topic, n.position, n.since, n.due_at
        FROM unnest(_receivers, _topics, _positions, _since, _due_at)
            AS n (receiver, topic, position, since, due_at)
        ON CONFLICT (channel, receiver, topic) DO UPDATE
        SET id = gen_random_uuid(),
            position = excluded.position,
            since = CASE WHEN d.is_started THEN excluded.since ELSE d.since END,
            due_at = excluded.due_at,
            is_started = false
        WHERE d.position < excluded.position
        RETURNING d.receiver, d.xmax = 0 AS is_new
    )
    SELECT count(*) FILTER (WHERE q.is_new), coalesce(array_agg(DISTINCT q.receiver), '{}')
    FROM queued AS q;
$$;
