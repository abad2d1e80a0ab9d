-- The id of the first message or system message of a chat at a time or later; beyond all ids if there
-- is none.
--
-- It is among the first ones from position_from() on, unless much was imported. Then messages of the
-- chat are ordered by time as they are by id, so it halves the range of ids, with an index probe for
-- each step.
CREATE OR REPLACE FUNCTION public.first_message_at(_chat_id bigint, _at timestamptz)
RETURNS bigint
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _low    bigint := public.position_from(_at);
    _high   bigint;
    _middle bigint;
    _sent   timestamptz;
    _found  bigint;
BEGIN
    SELECT shown.id
    INTO _found
    FROM public.first_shown_from(_chat_id, _low, 20) AS shown
    WHERE shown.shown_at >= _at
    ORDER BY shown.id
    LIMIT 1;
    IF _found IS NOT NULL THEN
        RETURN _found;
    END IF;

    SELECT newest.id + 1
    INTO _high
    FROM public.newest_shown_up_to(_chat_id, 9223372036854775806) AS newest;

    -- The message is at or above `_low` and at most `_high`.
    WHILE _low < _high LOOP
        _middle := _low + (_high - _low) / 2;
        _sent := NULL;
        SELECT newest.shown_at
        INTO _sent
        FROM public.newest_shown_up_to(_chat_id, _middle) AS newest;
        IF _sent >= _at THEN
            _high := _middle;
        ELSE
            _low := _middle + 1;
        END IF;
    END LOOP;
    RETURN coalesce(_high, 9223372036854775807);
END;
$$;
