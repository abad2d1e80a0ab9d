-- A step of enforce_limits(): a user can create no further group while _max groups that they
-- created exist. Its cost depends on _max, and arises only when a user creates a group.
CREATE OR REPLACE FUNCTION public.limit_groups(
    _decisions public.decision[],
    _max       integer
)
RETURNS public.decision[]
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _refused integer[];
BEGIN
    WITH wanted AS MATERIALIZED (
        SELECT d.ordinal,
               d.actor_id AS user_id,
               row_number() OVER (PARTITION BY d.actor_id ORDER BY d.ordinal) AS n
        FROM unnest(_decisions) AS v
        CROSS JOIN LATERAL (SELECT (v.event).*) AS d
        WHERE v.outcome = 'append'
          AND d.kind = 'chat_created'
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
