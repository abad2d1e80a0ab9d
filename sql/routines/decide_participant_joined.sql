-- A step of append_batch(), run with the head taken: who began a group lets others in, as
-- many as it may have.
CREATE OR REPLACE FUNCTION public.decide_participant_joined(_drafts public.draft[])
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
               WHEN c.created_by IS DISTINCT FROM d.actor_id THEN 'not_the_creator'
               WHEN NOT public.is_known(d.realm, (d.payload ->> 'user_id')::bigint, d.actor_id) THEN 'user_not_found'
               WHEN there.user_id IS NOT NULL THEN 'unchanged'
               WHEN (
                   SELECT count(*)
                   FROM public.chat_participants AS member
                   WHERE member.chat_id = c.id
                     AND member.left_at IS NULL
               ) >= 500 THEN 'group_full'
               ELSE coalesce(
                   public.refusal(d.realm, d.actor_id, ARRAY[(d.payload ->> 'user_id')::bigint]),
                   'append'
               )
           END,
           d.chat_id,
           d.payload,
           NULL::bigint
    FROM unnest(_drafts) AS d
    LEFT JOIN LATERAL (
        SELECT c.*
        FROM public.chats AS c
        WHERE c.id = d.chat_id
        OFFSET 0
    ) AS c ON c.realm = d.realm AND c.deleted_at IS NULL
    LEFT JOIN LATERAL (
        SELECT p.*
        FROM public.chat_participants AS p
        WHERE p.chat_id = c.id
          AND p.user_id = d.actor_id
        OFFSET 0
    ) AS p ON p.left_at IS NULL
    LEFT JOIN LATERAL (
        SELECT there.*
        FROM public.chat_participants AS there
        WHERE there.chat_id = c.id
          AND there.user_id = (d.payload ->> 'user_id')::bigint
        OFFSET 0
    ) AS there ON there.left_at IS NULL
    WHERE d.kind = 'participant_joined';
END;
$$;
