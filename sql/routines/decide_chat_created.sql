-- A step of append_batch(), run with the head taken: a chat of people who are there begins,
-- and a pair has one chat, deleted or not.
CREATE OR REPLACE FUNCTION public.decide_chat_created(_drafts public.draft[])
RETURNS SETOF public.verdict
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT d.ordinal,
           CASE
               WHEN jsonb_array_length(d.payload -> 'participants') > 500 THEN 'group_full'
               WHEN refused.code IN ('not_in_this_realm', 'user_not_found') THEN refused.code
               -- To find a chat that is there is not to write into it.
               WHEN there.id IS NOT NULL THEN 'repeat'
               ELSE coalesce(
                   refused.code,
                   CASE WHEN d.payload ? 'limits' THEN public.limit_reached(d) END,
                   'append'
               )
           END,
           there.id,
           CASE WHEN d.payload ? 'limits' THEN d.payload - 'limits' ELSE d.payload END,
           there.id
    FROM unnest(_drafts) AS d
    CROSS JOIN LATERAL (
        SELECT public.refusal_to_begin(d.realm, d.actor_id, d.payload -> 'participants') AS code
        OFFSET 0
    ) AS refused
    LEFT JOIN LATERAL (
        SELECT there.id
        FROM public.chats AS there
        WHERE there.realm = d.realm
          AND there.pair_key = d.payload ->> 'pair_key'
        OFFSET 0
    ) AS there ON true
    WHERE d.kind = 'chat_created';
END;
$$;
