-- Before any UPDATE, DELETE or TRUNCATE of events: refuses it, for the owner and the superuser too.
--
-- One exception: audit.erase_texts() may remove the texts of a user who is being erased. It sets
-- `vestnik.erasing` for its own statement. Setting it elsewhere allows nothing else, because
-- guard_erasure checks every row.
CREATE OR REPLACE FUNCTION public.guard_events()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'events are append-only: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'Append another event instead.';
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
