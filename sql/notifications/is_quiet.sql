-- Whether the time is within quiet hours now. False for a time zone that Postgres does not know (any
-- more): it must not keep others from being notified.
CREATE OR REPLACE FUNCTION public.is_quiet(_from time, _to time, _time_zone text)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _now CONSTANT time := (now() AT TIME ZONE _time_zone)::time;
BEGIN
    IF _from < _to THEN
        RETURN _now >= _from AND _now < _to;
    END IF;
    RETURN _now >= _from OR _now < _to;
EXCEPTION
    WHEN invalid_parameter_value THEN
        RETURN false;
END;
$$;
