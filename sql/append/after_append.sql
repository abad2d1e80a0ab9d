-- After each statement that inserted into events: checks that its rows continue the log, moves the
-- head, updates the read model, and sends one notification with the new head. Listeners read the
-- log by position, so lost or merged notifications do no harm.
CREATE OR REPLACE FUNCTION public.after_append()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _head     bigint;
    _first    bigint;
    _last     bigint;
    _rows     bigint;
    _assigned text;
BEGIN
    _head := public.lock_head();

    SELECT min(a.position), max(a.position), count(*)
    INTO _first, _last, _rows
    FROM appended AS a;

    -- The last position that fill_event_defaults or append_batch assigned with the head locked.
    _assigned := current_setting('vestnik.assigned_position', true);
    PERFORM set_config('vestnik.assigned_position', '', true);

    IF _rows = 0 THEN
        RETURN NULL;
    END IF;

    IF coalesce(_assigned, '') = '' OR _first <> _head + 1 OR _last <> _head + _rows THEN
        RAISE EXCEPTION 'positions % to % would leave a gap in the log, whose head is %',
            _first, _last, _head
            USING ERRCODE = 'integrity_constraint_violation',
                  HINT = 'Leave position out: it is filled in.';
    END IF;

    UPDATE public.log_head AS h
    SET position = _last;

    PERFORM public.project(_first, _last);
    PERFORM pg_notify('vestnik_events', _last::text);

    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER after_append
    AFTER INSERT ON public.events
    REFERENCING NEW TABLE AS appended
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.after_append();
