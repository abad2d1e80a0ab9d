-- Before each row of events is updated: refuses every change but the one that audit.redact() makes.
CREATE OR REPLACE FUNCTION public.guard_erasure()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NEW IS DISTINCT FROM audit.redact(OLD) THEN
        RAISE EXCEPTION 'events are append-only: UPDATE is refused'
            USING ERRCODE = 'insufficient_privilege',
                  HINT = 'Only the texts of a user who is being erased can be removed.';
    END IF;
    RETURN NEW;
END;
$$;

CREATE OR REPLACE TRIGGER guard_erasure
    BEFORE UPDATE ON public.events
    FOR EACH ROW
    EXECUTE FUNCTION public.guard_erasure();
