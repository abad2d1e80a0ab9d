-- Removes one failed log-in from the count of an address, and locks its row.
CREATE OR REPLACE FUNCTION public.uncount_failure(_address inet)
RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET jit = off
AS $$
    UPDATE public.login_failures AS f
    SET failures = f.failures - 1
    WHERE f.address = _address
      AND f.account = '00000000-0000-0000-0000-000000000000'
      AND f.failures > 0;
$$;
