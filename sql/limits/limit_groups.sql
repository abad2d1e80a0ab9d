-- A step of enforce_limits(): a user creates no further group while _most groups that they created
-- exist. It costs by _most, and only if a user creates a group.
CREATE OR REPLACE FUNCTION public.limit_groups(
    _decisions  public.decision[],
    _kinds     text[],
    _actor_ids bigint[],
    _most      integer
)
RETURNS public.decision[]
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _refused integer[];
BEGIN
    WITH wanted AS MATERIALIZED (
        SELECT v.ordinal,
               _actor_ids[v.ordinal] AS user_id,
               row_number() OVER (PARTITION BY _actor_ids[v.ordinal] ORDER BY v.ordinal) AS n
        FROM unnest(_decisions) AS v
        WHERE v.outcome = 'append'
          AND _kinds[v.ordinal] = 'chat_created'
          AND v.payload ->> 'type' = 'group'
    )
    SELECT array_agg(w.ordinal)
    INTO _refused
    FROM wanted AS w
    CROSS JOIN LATERAL (
        SELECT count(*) AS groups
        FROM (
            SELECT
            FROM public.chats AS c
            WHERE c.created_by = w.user_id
              AND c.type = 'group'
              AND c.deleted_at IS NULL
            LIMIT _most
        ) AS made
    ) AS existing
    WHERE existing.groups + w.n > _most;

    RETURN public.refuse(_decisions, _refused, 'too_many_groups');
END;
$$;
