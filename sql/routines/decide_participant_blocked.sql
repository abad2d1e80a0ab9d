-- A step of append_batch(), run with the head taken: one of two lets the other send nothing
-- any more, or again. Serves both kinds.
CREATE OR REPLACE FUNCTION public.decide_participant_blocked(_drafts public.draft[])
RETURNS SETOF public.verdict
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT d.ordinal,
           CASE
               WHEN p.user_id IS NULL THEN 'not_a_participant'
               WHEN c.type <> 'private' OR other.user_id IS NULL THEN 'participant_not_found'
               WHEN (s.blocked_at IS NOT NULL) = (d.kind = 'participant_blocked') THEN 'unchanged'
               ELSE 'append'
           END,
           d.chat_id,
           jsonb_build_object('user_id', other.user_id),
           NULL::bigint
    FROM unnest(_drafts) AS d
    LEFT JOIN public.chats AS c
        ON c.id = d.chat_id
       AND c.realm = d.realm
       AND c.deleted_at IS NULL
    LEFT JOIN public.chat_participants AS p
        ON p.chat_id = c.id
       AND p.user_id = d.actor_id
       AND p.left_at IS NULL
    LEFT JOIN public.chat_participants AS other
        ON other.chat_id = c.id
       AND other.user_id <> d.actor_id
    LEFT JOIN public.chat_settings AS s
        ON s.chat_id = c.id
       AND s.user_id = other.user_id
    WHERE d.kind IN ('participant_blocked', 'participant_unblocked');
END;
$$;
