-- Begins a check of all seals that there are now, for the operator's desk: continue_proof() does it.
-- Returns 0, or if the last check began and ended within a minute, the seconds until the next one may
-- begin. While a check runs, it begins no other.
CREATE OR REPLACE FUNCTION audit.request_proof(_user_id bigint)
RETURNS integer
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _proof audit.proof;
    _wait  double precision;
BEGIN
    SELECT p.* INTO _proof FROM audit.proof AS p FOR UPDATE;
    IF _proof.until_position IS NOT NULL THEN
        RETURN 0;
    END IF;

    _wait := 60 - extract(epoch FROM clock_timestamp() - _proof.started_at);
    IF _wait > 0 THEN
        RETURN ceil(_wait);
    END IF;

    UPDATE audit.proof
    SET requested_by = _user_id,
        started_at = date_trunc('milliseconds', clock_timestamp()),
        reached = 0,
        until_position = coalesce((SELECT max(s.to_position) FROM audit.seals AS s), 0);
    RETURN 0;
END;
$$;
