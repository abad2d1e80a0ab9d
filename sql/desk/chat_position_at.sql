-- The position of the last event of a chat that was recorded at a time or before; 0 if there is none.
-- Events of a chat are ordered by time as they are by position, those of an imported chat too, so it
-- halves the range of positions. Only its creation may be later than what follows, where messages of an
-- earlier time were written into a new chat.
CREATE OR REPLACE FUNCTION public.chat_position_at(_chat_id bigint, _at timestamptz)
RETURNS bigint
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _low    bigint := _chat_id + 1;
    _high   bigint := (SELECT h.position + 1 FROM public.log_head AS h);
    _middle bigint;
    _found  record;
    _last   bigint := coalesce((
        SELECT e.position
        FROM public.events AS e
        WHERE e.position = _chat_id
          AND e.recorded_at <= _at
    ), 0);
BEGIN
    WHILE _low < _high LOOP
        _middle := _low + (_high - _low) / 2;
        SELECT e.position, e.recorded_at
        INTO _found
        FROM public.events AS e
        WHERE e.chat_id = _chat_id
          AND e.position + 0 >= _middle
        ORDER BY e.position + 0
        LIMIT 1;
        IF _found.position IS NULL OR _found.recorded_at > _at THEN
            _high := _middle;
        ELSE
            _last := _found.position;
            _low := _found.position + 1;
        END IF;
    END LOOP;
    RETURN _last;
END;
$$;
