-- When the quiet hours that a user has now end. At least a minute from now, because a clock that is put
-- forward or back may have no such time.
CREATE OR REPLACE FUNCTION public.quiet_end(_to time, _time_zone text)
RETURNS timestamptz
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _now CONSTANT timestamp := now() AT TIME ZONE _time_zone;
    _end timestamp := _now::date + _to;
BEGIN
    IF _end <= _now THEN
        _end := _end + interval '1 day';
    END IF;
    RETURN greatest(_end AT TIME ZONE _time_zone, now() + interval '1 minute');
END;
$$;
