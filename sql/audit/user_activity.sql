-- What a user did, and what was done to them and to their messages, from one moment up to before
-- another. Reads the whole log.
--
--     SELECT * FROM audit.user_activity(5, '2026-09-01', '2026-10-01');
--     SELECT * FROM audit.user_activity(5);                               -- ever
CREATE OR REPLACE FUNCTION audit.user_activity(
    user_id   bigint,
    from_time timestamptz DEFAULT '-infinity',
    to_time   timestamptz DEFAULT 'infinity'
)
RETURNS TABLE (
    "position" bigint,
    at         timestamptz,
    realm      text,
    chat_id    bigint,
    who        text,
    what       text,
    text       text
)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT e.position, e.recorded_at, e.realm, e.chat_id, audit.user_label(e.actor_id),
           words.what, words.text
    FROM public.events AS e
    CROSS JOIN LATERAL audit.describe_event(e) AS words
    WHERE e.recorded_at >= from_time
      AND e.recorded_at < to_time
      AND (e.actor_id = user_activity.user_id
           OR e.payload ? 'message_id' AND EXISTS (
               SELECT
               FROM public.events AS theirs
               WHERE theirs.position = public.id_in(e.payload, 'message_id')
                 AND theirs.kind = 'message_sent'
                 AND theirs.actor_id = user_activity.user_id
           )
           OR e.payload @> jsonb_build_object('user_id', user_activity.user_id)
           OR e.kind = 'chat_deleted' AND EXISTS (
               SELECT
               FROM public.chat_participants AS p
               WHERE p.chat_id = e.chat_id
                 AND p.user_id = user_activity.user_id
           )
           OR e.payload -> 'participants'
              @> jsonb_build_array(jsonb_build_object('user_id', user_activity.user_id)))
    ORDER BY e.position;
$$;
