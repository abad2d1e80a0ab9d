-- The age of the newest seal, and for how long the oldest unsealed event has waited, in seconds;
-- NULL if there is none. For the metrics of the server, which may not read the seals themselves.
CREATE OR REPLACE FUNCTION audit.seal_age(
    OUT sealed_ago  double precision,
    OUT waiting_for double precision
)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT extract(epoch FROM clock_timestamp() - newest.sealed_at),
           extract(epoch FROM clock_timestamp() - (
               SELECT e.recorded_at
               FROM public.events AS e
               WHERE e.position = coalesce(newest.to_position, 0) + 1
           ))
    FROM (SELECT true) AS always
    LEFT JOIN (
        SELECT s.sealed_at, s.to_position
        FROM audit.seals AS s
        ORDER BY s.to_position DESC
        LIMIT 1
    ) AS newest ON true;
$$;
