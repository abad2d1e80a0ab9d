-- Counts a log-in as failed before its password is compared: for the address with this account, and
-- for the address as a whole. Returns 0, or the seconds until the next attempt, and then counts
-- nothing. The address is counted first, which locks its row: attempts from one address are
-- serialized here and cannot deadlock.
CREATE OR REPLACE FUNCTION public.count_login_attempt(
    _address    inet,
    _account    uuid,
    _by_account integer,
    _by_address integer
)
RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _any_account CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
    _wait integer;
BEGIN
    _wait := public.count_failure(_address, _any_account, _by_address);
    IF _wait > 0 THEN
        RETURN _wait;
    END IF;

    _wait := public.count_failure(_address, _account, _by_account);
    IF _wait > 0 THEN
        PERFORM public.uncount_failure(_address);
    END IF;
    RETURN _wait;
END;
$$;
