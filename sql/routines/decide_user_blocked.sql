-- A step of append_batch(), run with the head taken: somebody lets a user of the realm write
-- nothing to them any more, or again. Serves both kinds.
CREATE OR REPLACE FUNCTION public.decide_user_blocked(_drafts public.draft[])
RETURNS SETOF public.verdict
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT d.ordinal,
           CASE
               WHEN (d.payload ->> 'user_id')::bigint = d.actor_id THEN 'cannot_block_yourself'
               WHEN public.is_blocked(d.realm, d.actor_id, (d.payload ->> 'user_id')::bigint)
                   THEN CASE d.kind WHEN 'user_blocked' THEN 'unchanged' ELSE 'append' END
               WHEN NOT public.is_known(d.realm, (d.payload ->> 'user_id')::bigint, d.actor_id)
                   THEN 'user_not_found'
               WHEN d.kind = 'user_blocked' THEN 'append'
               ELSE 'unchanged'
           END,
           NULL::bigint,
           d.payload,
           NULL::bigint
    FROM unnest(_drafts) AS d
    WHERE d.kind IN ('user_blocked', 'user_unblocked');
END;
$$;
