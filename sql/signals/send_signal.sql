-- Sends a signal to all replicas: `<code> <time> <signal>`, where the time is in milliseconds since
-- 1970, and the code covers the time and the signal (signed.sql). Replicas ignore old signals, which
-- another session may have repeated.
CREATE OR REPLACE FUNCTION public.send_signal(_signal text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_notify('vestnik_signals', public.signed(
        (extract(epoch FROM clock_timestamp()) * 1000)::bigint || ' ' || _signal
    ));
END;
$$;
