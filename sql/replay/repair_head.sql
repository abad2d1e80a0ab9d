-- Sets the head of the log to the position of its last event; returns whether it differed. Appends
-- wait only if it did.
CREATE FUNCTION audit_replay.repair_head()
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _last bigint;
BEGIN
    IF (
        SELECT coalesce(max(e.position), 0) = (SELECT h.position FROM public.log_head AS h)
        FROM public.events AS e
    ) THEN
        RETURN false;
    END IF;

    -- The row may be missing, so only the table can be locked.
    LOCK TABLE public.log_head IN EXCLUSIVE MODE;
    SELECT coalesce(max(e.position), 0) INTO _last FROM public.events AS e;

    INSERT INTO public.log_head AS h (position, latest_at)
    VALUES (_last, coalesce((
        SELECT max(e.recorded_at)
        FROM public.events AS e
        WHERE e.origin <> 'import'
           OR e.recorded_at <= clock_timestamp()
    ), '-infinity'))
    ON CONFLICT (singleton) DO UPDATE
    SET position = excluded.position
    WHERE h.position <> excluded.position;

    RETURN FOUND;
END;
$$;
