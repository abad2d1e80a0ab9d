-- Called by count_for_desk(): locks the position up to which the log is counted, and returns it. NULL if
-- another session holds the lock: at once, or with `_waits` after half a second.
CREATE OR REPLACE FUNCTION public.lock_desk_position(_waits boolean)
RETURNS bigint
LANGUAGE plpgsql
SET lock_timeout = '500ms'
AS $$
DECLARE
    _position bigint;
BEGIN
    IF _waits THEN
        SELECT d.position INTO _position FROM public.desk_position AS d FOR UPDATE;
    ELSE
        SELECT d.position INTO _position FROM public.desk_position AS d FOR UPDATE SKIP LOCKED;
    END IF;
    RETURN _position;
EXCEPTION
    WHEN lock_not_available THEN
        RETURN NULL;
END;
$$;
