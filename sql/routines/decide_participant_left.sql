-- A step of append_batch(), run with the head taken: anyone leaves a group, and who began it
-- takes others out.
CREATE OR REPLACE FUNCTION public.decide_participant_left(_drafts public.draft[])
RETURNS SETOF public.verdict
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT d.ordinal,
           CASE
               WHEN c.id IS NULL THEN 'chat_not_found'
               WHEN p.user_id IS NULL THEN 'not_a_participant'
               WHEN c.type <> 'group' THEN 'not_a_group'
               WHEN (d.payload ->> 'user_id')::bigint <> d.actor_id
                   AND c.created_by IS DISTINCT FROM d.actor_id THEN 'not_the_creator'
               WHEN there.user_id IS NULL THEN 'participant_not_found'
               ELSE 'append'
           END,
           d.chat_id,
           d.payload,
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
    LEFT JOIN public.chat_participants AS there
        ON there.chat_id = c.id
       AND there.user_id = (d.payload ->> 'user_id')::bigint
       AND there.left_at IS NULL
    WHERE d.kind = 'participant_left';
END;
$$;
