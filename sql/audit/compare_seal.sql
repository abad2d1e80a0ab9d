-- Compares a seal that was stored elsewhere with the one in this database. Returns the difference,
-- or NULL. If audit.verify_hashes() finds nothing either, no event up to this position has changed
-- since the seal was stored.
--
--     SELECT audit.compare_seal(1000, '\x5f0c…');
--
-- As verify_hashes(), it runs inside the database that it judges; `vestnik verify --seals` does not.
--
-- To store seals elsewhere: `vestnik export --seals`, or at psql
--
--     \copy (SELECT * FROM audit.exported_seals()) TO 'seals.csv' CSV HEADER
CREATE OR REPLACE FUNCTION audit.compare_seal(to_position bigint, hash bytea)
RETURNS text
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE
        WHEN s.to_position IS NULL THEN 'no seal ends at this position'
        WHEN s.hash <> compare_seal.hash THEN 'the seal that ends at this position is another one'
    END
    FROM (SELECT compare_seal.to_position AS position) AS stored
    LEFT JOIN audit.seals AS s ON s.to_position = stored.position;
$$;
