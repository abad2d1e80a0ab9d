-- A step of append_batch(), run with the head taken: one of a pair has its deleted chat back,
-- with both of them as they began it.
CREATE OR REPLACE FUNCTION public.decide_chat_restored(_drafts public.draft[])
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
               WHEN NOT begun.payload -> 'participants'
                   @> jsonb_build_array(jsonb_build_object('user_id', d.actor_id)) THEN 'not_a_participant'
               WHEN c.deleted_at IS NULL THEN 'unchanged'
               ELSE coalesce(
                   public.refusal_to_begin(d.realm, d.actor_id, begun.payload -> 'participants'),
                   'append'
               )
           END,
           d.chat_id,
           jsonb_build_object('participants', begun.payload -> 'participants'),
           NULL::bigint
    FROM unnest(_drafts) AS d
    LEFT JOIN LATERAL (
        SELECT c.*
        FROM public.chats AS c
        WHERE c.id = d.chat_id
        OFFSET 0
    ) AS c ON c.realm = d.realm AND c.type = 'private'
    LEFT JOIN LATERAL (
        SELECT begun.payload
        FROM public.events AS begun
        WHERE begun.position = c.id
        OFFSET 0
    ) AS begun ON true
    WHERE d.kind = 'chat_restored';
END;
$$;
