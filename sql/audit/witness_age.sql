-- How long ago a place outside of the database got a seal, and for how long the oldest seal has waited that one of
-- these witnesses lacks, in seconds. Without witnesses: that none outside has, such as a kept file. NULL if there
-- is none. For the metrics of the server, which may not read the seals themselves.
CREATE OR REPLACE FUNCTION audit.witness_age(
    _witnesses text[],
    OUT witnessed_ago double precision,
    OUT waiting_for   double precision
)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT extract(epoch FROM clock_timestamp() - (SELECT max(w.witnessed_at) FROM public.seal_witnesses AS w)),
           extract(epoch FROM clock_timestamp() - (
               SELECT s.sealed_at
               FROM audit.seals AS s
               WHERE s.to_position > reached.position
               ORDER BY s.to_position
               LIMIT 1
           ))
    FROM (
        SELECT CASE
            WHEN cardinality(_witnesses) > 0 THEN (
                SELECT min(coalesce(w.position, 0))
                FROM unnest(_witnesses) AS expected (name)
                LEFT JOIN public.seal_witnesses AS w ON w.name = expected.name
            )
            ELSE (SELECT max(w.position) FROM public.seal_witnesses AS w)
        END AS position
    ) AS reached;
$$;
