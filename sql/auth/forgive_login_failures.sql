-- A log-in that was counted as failed has succeeded: takes the count back for the address, and
-- forgets the failures with this account from there. In this order, as in count_login_attempt.
CREATE OR REPLACE FUNCTION public.forgive_login_failures(_address inet, _account uuid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
BEGIN
    PERFORM public.uncount_failure(_address);

    DELETE FROM public.login_failures AS f
    WHERE f.address = _address
      AND f.account = _account;
END;
$$;
