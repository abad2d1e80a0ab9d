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
               WHEN EXISTS (
                   SELECT
                   FROM jsonb_array_elements(d.payload -> 'participants') AS member
                   WHERE NOT EXISTS (
                       SELECT
                       FROM public.users AS u
                       WHERE u.id = (member ->> 'user_id')::bigint
                       OFFSET 0
                   )
               ) THEN 'user_not_found'
               WHEN there.id IS NOT NULL THEN 'repeat'
               WHEN jsonb_array_length(d.payload -> 'participants') > 500 THEN 'group_full'
               WHEN d.payload ? 'limits' THEN coalesce(public.limit_reached(d), 'append')
               ELSE 'append'
           END,
           there.id,
           CASE WHEN d.payload ? 'limits' THEN d.payload - 'limits' ELSE d.payload END,
           there.id
    FROM unnest(_drafts) AS d
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
