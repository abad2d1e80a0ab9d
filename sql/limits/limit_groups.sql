-- A step of enforce_limits(): a user can create no further group while _max groups that they
-- created exist. Its cost depends on _max, and arises only when a user creates a group.
CREATE OR REPLACE FUNCTION public.limit_groups(
    _decisions public.decision[],
    _kinds     text[],
    _actor_ids bigint[],
    _max       integer
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
            LIMIT _max
        ) AS created
    ) AS existing
    WHERE existing.groups + w.n > _max;

    RETURN public.refuse(_decisions, _refused, 'too_many_groups');
END;
$$;
