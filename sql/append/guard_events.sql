-- Before any UPDATE, DELETE or TRUNCATE of events, whoever asks: the log is append-only for
-- its owner and for the superuser too.
--
-- One thing is let through: audit.erase_texts() may put an erased person's texts out. It
-- says so by a setting that lasts for its own statement; and whoever else sets it can do
-- just as much, since guard_erasure (below) looks at every row.
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
    BEFORE DELETE OR TRUNCATE ON public.events
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.guard_events();

CREATE OR REPLACE TRIGGER guard_events_update
    BEFORE UPDATE ON public.events
    FOR EACH STATEMENT
    WHEN (current_setting('vestnik.erasing', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION public.guard_events();
