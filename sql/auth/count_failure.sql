-- Counts a failed log-in of an address and account, unless there were _max in the 15 minutes since
-- the first of them. Returns 0, or the seconds that remain of the 15 minutes.
CREATE OR REPLACE FUNCTION public.count_failure(_address inet, _account uuid, _max integer)
RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _window CONSTANT interval := '15 minutes';
    _wait   integer;
BEGIN
    INSERT INTO public.login_failures AS f (address, account, failures, began_at)
    VALUES (_address, _account, 1, now())
    ON CONFLICT (address, account) DO UPDATE
    SET failures = CASE WHEN f.began_at > now() - _window THEN f.failures + 1 ELSE 1 END,
        began_at = CASE WHEN f.began_at > now() - _window THEN f.began_at ELSE now() END
    WHERE f.failures < _max
       OR f.began_at <= now() - _window;

    IF FOUND THEN
        RETURN 0;
    END IF;

    -- The row is locked by now.
    SELECT ceil(extract(epoch FROM f.began_at + _window - now()))
    INTO _wait
    FROM public.login_failures AS f
    WHERE f.address = _address
      AND f.account = _account;

    RETURN greatest(_wait, 1);
END;
$$;
