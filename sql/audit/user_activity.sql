-- Describes the events that a user caused, and those that concern the user or their messages, from
-- one time up to and excluding another. Reads the whole log.
--
--     SELECT * FROM audit.user_activity(5, '2026-09-01', '2026-10-01');
--     SELECT * FROM audit.user_activity(5);                               -- all times
CREATE OR REPLACE FUNCTION audit.user_activity(
    user_id   bigint,
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
      AND (e.actor_id = user_activity.user_id
           OR e.payload ? 'message_id' AND EXISTS (
               SELECT
               FROM public.events AS sent
               WHERE sent.position = public.id_in(e.payload, 'message_id')
                 AND sent.kind = 'message_sent'
                 AND sent.actor_id = user_activity.user_id
           )
           OR e.payload @> jsonb_build_object('user_id', user_activity.user_id)
           OR e.kind = 'chat_deleted' AND EXISTS (
               SELECT
               FROM public.all_participants AS p
               WHERE p.chat_id = e.chat_id
                 AND p.user_id = user_activity.user_id
           )
           OR e.payload -> 'participants'
              @> jsonb_build_array(jsonb_build_object('user_id', user_activity.user_id)))
    ORDER BY e.position;
$$;
