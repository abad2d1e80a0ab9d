-- How far the log is sealed, and what the latest checks of the seals found, for the operator's desk. The
-- server may read neither the seals nor the hashes.
CREATE OR REPLACE FUNCTION audit.proof()
RETURNS TABLE (
    head_position   bigint,
    head_at         timestamptz,
    sealed_position bigint,
    sealed_at       timestamptz,
    verified_position bigint,
    verified_at     timestamptz,
    started_at      timestamptz,
    reached         bigint,
    until_position  bigint,
    problem         text,
    problem_at      bigint,
    found_at        timestamptz
)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT h.position,
           (SELECT e.recorded_at FROM public.events AS e WHERE e.position = h.position),
           newest.to_position,
           newest.sealed_at,
           p.verified_to,
           p.verified_at,
           p.started_at,
           p.reached,
           p.until_position,
           p.problem,
           p.problem_at,
           p.found_at
    FROM public.log_head AS h
    CROSS JOIN audit.proof AS p
    LEFT JOIN LATERAL (
        SELECT s.to_position, s.sealed_at
        FROM audit.seals AS s
        ORDER BY s.to_position DESC
        LIMIT 1
    ) AS newest ON true;
$$;
