-- Called by after_append() for a statement whose events may have times that do not follow positions:
-- manual SQL and imports bring any times.
CREATE OR REPLACE FUNCTION public.note_unordered_times(
    _first    bigint,
    _last     bigint,
    _first_at timestamptz,
    _last_at  timestamptz
)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.unordered_ranges AS r
    SET to_position = _last,
        first_at = least(r.first_at, _first_at),
        last_at = greatest(r.last_at, _last_at)
    WHERE r.to_position = _first - 1;

    -- No two ranges touch each other.
    IF NOT FOUND THEN
        INSERT INTO public.unordered_ranges (from_position, to_position, first_at, last_at)
        VALUES (_first, _last, _first_at, _last_at);
    END IF;
END;
$$;
