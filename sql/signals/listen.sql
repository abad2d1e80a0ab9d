-- Called once by each replica's listening connection. A function, because the text of a statement
-- is visible in pg_stat_activity and would show the secret name of the channel of events.
CREATE OR REPLACE FUNCTION public.listen()
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    LISTEN vestnik_events;
    LISTEN vestnik_signals;
    EXECUTE format('LISTEN %I', public.events_channel());
END;
$$;
