-- Puts the head of the log where its last event is, and says whether it was elsewhere. Only
-- then whoever appends has to wait.
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

    -- The row itself may be missing: nothing but the table can be locked then.
    LOCK TABLE public.log_head IN EXCLUSIVE MODE;
    SELECT coalesce(max(e.position), 0) INTO _last FROM public.events AS e;

    INSERT INTO public.log_head AS h (position)
    VALUES (_last)
    ON CONFLICT (singleton) DO UPDATE
    SET position = excluded.position
    WHERE h.position <> excluded.position;

    RETURN FOUND;
END;
$$;
