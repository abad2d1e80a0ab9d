-- Counts a log-in as failed before its password is compared: for the address with this account, and
-- for the address as a whole. `wait` is 0, or the seconds until the next attempt, and then nothing is
-- counted. The rest is what is counted then; NULL for an account that was not asked for. The address is
-- counted first, which locks its row: attempts from one address are serialized here and cannot deadlock.
CREATE OR REPLACE FUNCTION public.count_login_attempt(
    _address    inet,
    _account    uuid,
    _by_account integer,
    _by_address integer
)
RETURNS TABLE (
    wait             integer,
    account_failures integer,
    account_ends_in  integer,
    address_failures integer,
    address_ends_in  integer
)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _any_account CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
    _of_address  public.failure_count;
    _of_account  public.failure_count;
BEGIN
    _of_address := public.count_failure(_address, _any_account, _by_address);
    IF _of_address.is_counted THEN
        _of_account := public.count_failure(_address, _account, _by_account);
        IF NOT _of_account.is_counted THEN
            PERFORM public.uncount_failure(_address);
            _of_address.failures := _of_address.failures - 1;
        END IF;
    END IF;

    RETURN QUERY
    SELECT CASE
               WHEN NOT _of_address.is_counted THEN _of_address.ends_in
               WHEN NOT _of_account.is_counted THEN _of_account.ends_in
               ELSE 0
           END,
           _of_account.failures,
           _of_account.ends_in,
           _of_address.failures,
           _of_address.ends_in;
END;
$$;
