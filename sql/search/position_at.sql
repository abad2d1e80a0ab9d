-- The position of the first event that was recorded at a time or later; beyond the log if there is
-- none. Events are ordered by time as they are by position, so it halves the range of positions.
CREATE OR REPLACE FUNCTION public.position_at(_at timestamptz)
RETURNS bigint
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _low    bigint := 1;
    _high   bigint := (SELECT h.position + 1 FROM public.log_head AS h);
    _middle bigint;
BEGIN
    WHILE _low < _high LOOP
        _middle := _low + (_high - _low) / 2;
        IF (
            SELECT e.recorded_at >= _at
            FROM public.events AS e
            WHERE e.position = _middle
        ) THEN
            _high := _middle;
        ELSE
            _low := _middle + 1;
        END IF;
    END LOOP;
    RETURN _low;
END;
$$;
