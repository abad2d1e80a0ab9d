-- A position before which no event was recorded at a time or later. Of an unordered range the times of
-- all its events are known; the others are halved.
CREATE OR REPLACE FUNCTION public.position_from(_at timestamptz)
RETURNS bigint
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN least(
        public.ordered_position_at(_at),
        (SELECT min(r.from_position) FROM public.unordered_ranges AS r WHERE r.last_at >= _at)
    );
END;
$$;
