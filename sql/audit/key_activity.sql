-- Describes what was caused through an API key, from one time up to and excluding another: events, by its own
-- user or for a person, and, without a position, people whom it added or changed in any way and tokens that it issued.
-- Reads the whole log.
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
SET jit = off
AS $$
    SELECT e.position, e.recorded_at, e.realm, e.chat_id,
           audit.label_of(e.actor_id, u.id, u.name),
           audit.fitting(words.description), words.text
    FROM public.events AS e
    LEFT JOIN LATERAL audit.person_at(e.actor_id, e.position) AS u ON true
    CROSS JOIN LATERAL audit.event_in_words(e) AS words
    WHERE e.recorded_at >= from_time
      AND e.recorded_at < to_time
      AND e.payload ->> 'via_key' = key_activity.key_name
    UNION ALL
    SELECT NULL, a.at, k.realm, NULL, audit.user_label(k.user_id),
           CASE a.action
               WHEN 'issued_token' THEN 'issued a token (' || a.session || ') for '
               ELSE a.action || ' '
           END || audit.user_label(a.user_id),
           NULL
    FROM audit.key_actions AS a
    JOIN public.api_keys AS k ON k.name = a.key_name
    WHERE a.key_name = key_activity.key_name
      AND a.at >= from_time
      AND a.at < to_time
      -- These are events.
      AND a.action NOT IN ('deactivated', 'reactivated')
    ORDER BY 2, 1;
$$;
