-- Counts a failed log-in of an address and account, unless there were _max in the 15 minutes since
-- the first of them. Returns what is counted then.
CREATE OR REPLACE FUNCTION public.count_failure(_address inet, _account uuid, _max integer)
RETURNS public.failure_count
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _window CONSTANT interval := '15 minutes';
    _count  public.failure_count;
BEGIN
    INSERT INTO public.login_failures AS f (address, account, failures, began_at)
    VALUES (_address, _account, 1, now())
    ON CONFLICT (address, account) DO UPDATE
    SET failures = CASE WHEN f.began_at > now() - _window THEN f.failures + 1 ELSE 1 END,
        began_at = CASE WHEN f.began_at > now() - _window THEN f.began_at ELSE now() END
    WHERE f.failures < _max
       OR f.began_at <= now() - _window;

    _count.is_counted := FOUND;

    -- The row is locked by now.
    SELECT f.failures, greatest(ceil(extract(epoch FROM f.began_at + _window - now())), 1)
    INTO _count.failures, _count.ends_in
    FROM public.login_failures AS f
    WHERE f.address = _address
      AND f.account = _account;

    RETURN _count;
END;
$$;
