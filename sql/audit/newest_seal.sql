-- The newest seal, which covers all events up to its position. Replicas hand it to the witnesses of SEAL_WITNESSES;
-- they may not read the other seals.
CREATE OR REPLACE FUNCTION audit.newest_seal(
    OUT from_position bigint,
    OUT to_position   bigint,
    OUT hash          text,
    OUT sealed_at     text
)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT s.from_position, s.to_position, encode(s.hash, 'hex'), to_json(s.sealed_at) #>> '{}'
    FROM audit.seals AS s
    ORDER BY s.to_position DESC
    LIMIT 1;
$$;
