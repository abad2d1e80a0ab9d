-- Sends one notification of notify_appended(): the events after a cursor up to a position.
CREATE OR REPLACE FUNCTION public.notify_part(_after text, _last bigint, _events text)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM pg_notify(
        public.events_channel(),
        public.signed('log ' || _after || ' ' || _last || ' [' || _events || ']')
    );
END;
$$;
