-- Describes a range of the log, of all chats.
--
--     SELECT * FROM audit.describe_events(1, 20);
CREATE OR REPLACE FUNCTION audit.describe_events(from_position bigint, to_position bigint)
RETURNS TABLE (
    "position"  bigint,
    at          timestamptz,
    realm       text,
    chat_id     bigint,
    actor       text,
    description text,
    text        text
)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
    SELECT e.position, e.recorded_at, e.realm, e.chat_id,
           audit.label_of(e.actor_id, u.id, u.name),
           audit.fitting(words.description), words.text
    FROM public.events AS e
    LEFT JOIN LATERAL audit.person_at(e.actor_id, e.position) AS u ON true
    CROSS JOIN LATERAL audit.event_in_words(e) AS words
    WHERE e.position BETWEEN from_position AND to_position
    ORDER BY e.position;
$$;
