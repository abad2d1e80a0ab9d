-- The position of the first event outside of unordered_ranges at a time or later; beyond the log if there is
-- none. Such events are ordered by time as they are by position, so it halves the range of positions.
CREATE OR REPLACE FUNCTION public.ordered_position_at(_at timestamptz)
RETURNS bigint
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _low     bigint := 1;
    _high    bigint := (SELECT h.position + 1 FROM public.log_head AS h);
    _middle  bigint;
    _ordered bigint;
BEGIN
    WHILE _low < _high LOOP
        _middle := _low + (_high - _low) / 2;
        -- The first one from the middle on. No two ranges touch each other.
        _ordered := coalesce((
            SELECT r.to_position + 1
            FROM (
                SELECT r.from_position, r.to_position
                FROM public.unordered_ranges AS r
                WHERE r.to_position >= _middle
                ORDER BY r.to_position
                LIMIT 1
            ) AS r
            WHERE r.from_position <= _middle
        ), _middle);
        IF coalesce((
            SELECT e.recorded_at >= _at
            FROM public.events AS e
            WHERE e.position = _ordered
        ), true) THEN
            _high := _middle;
        ELSE
            _low := _ordered + 1;
        END IF;
    END LOOP;
    RETURN _low;
END;
$$;
