-- After each statement that inserted into events: checks that the log has no gap,
-- brings the read model up to date, and rings the bell once. The bell carries the new
-- head as a courtesy; listeners re-read the log by position, so a lost or merged
-- notification does no harm.
CREATE OR REPLACE FUNCTION public.after_append()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _head  bigint;
    _first bigint;
    _last  bigint;
    _rows  bigint;
BEGIN
    SELECT h.position
    INTO STRICT _head
    FROM public.log_head AS h;

    SELECT min(a.position), max(a.position), count(*)
    INTO _first, _last, _rows
    FROM appended AS a;

    IF _rows = 0 THEN
        -- ON CONFLICT DO NOTHING may have taken a position and used none.
        _first := _head + 1;
        _last := _head;
    END IF;

    IF _last <> _head
        OR _rows <> _last - _first + 1
        OR _first > 1 AND NOT EXISTS (
            SELECT FROM public.events AS e WHERE e.position = _first - 1
        )
    THEN
        RAISE EXCEPTION 'positions % to % would leave a gap in the log, whose head is %',
            _first, _last, _head
            USING ERRCODE = 'integrity_constraint_violation',
                  HINT = 'Leave position out: it is filled in.';
    END IF;

    IF _rows > 0 THEN
        PERFORM public.project(_first, _last);
        PERFORM pg_notify('vestnik_events', _last::text);
    END IF;

    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER after_append
    AFTER INSERT ON public.events
    REFERENCING NEW TABLE AS appended
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.after_append();
