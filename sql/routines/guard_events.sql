-- Before any UPDATE, DELETE or TRUNCATE of events, whoever asks: the log is
-- append-only for its owner and for the superuser too.
CREATE OR REPLACE FUNCTION public.guard_events()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'events are append-only: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'Append another event that says what changed.';
END;
$$;

CREATE OR REPLACE TRIGGER guard_events
    BEFORE UPDATE OR DELETE OR TRUNCATE ON public.events
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.guard_events();
