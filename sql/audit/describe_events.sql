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
AS $$
    SELECT e.position, e.recorded_at, e.realm, e.chat_id, audit.user_label(e.actor_id),
           words.description, words.text
    FROM public.events AS e
    CROSS JOIN LATERAL audit.describe_event(e) AS words
    WHERE e.position BETWEEN from_position AND to_position
    ORDER BY e.position;
$$;
