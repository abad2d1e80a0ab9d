-- Describes the events that were caused through an API key, by its own user or for a person, from one
-- time up to and excluding another. Reads the whole log.
--
--     SELECT * FROM audit.key_activity('billing');
CREATE OR REPLACE FUNCTION audit.key_activity(
    key_name  text,
    from_time timestamptz DEFAULT '-infinity',
    to_time   timestamptz DEFAULT 'infinity'
)
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
    WHERE e.recorded_at >= from_time
      AND e.recorded_at < to_time
      AND e.payload ->> 'via_key' = key_activity.key_name
    ORDER BY e.position;
$$;
