-- The seconds since the newest checkpoint was made, and for how long the oldest event without one
-- has waited; NULL if there is none. For the metrics of the server, which may read neither
-- checkpoints nor hashes.
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
        SELECT c.sealed_at, c.to_position
        FROM audit.checkpoints AS c
        ORDER BY c.to_position DESC
        LIMIT 1
    ) AS newest ON true;
$$;
