-- After a log-in succeeded that was counted as failed: decrements the count of the address, and
-- deletes the failures of this account from there. The order is that of count_login_attempt,
-- against deadlocks.
CREATE OR REPLACE FUNCTION public.forgive_login_failures(_address inet, _account uuid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET jit = off
AS $$
BEGIN
    PERFORM public.uncount_failure(_address);

    DELETE FROM public.login_failures AS f
    WHERE f.address = _address
      AND f.account = _account;
END;
$$;
