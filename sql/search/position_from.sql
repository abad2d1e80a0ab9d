-- A position before which no event was recorded at a time or later. Imported events keep their times, so only
-- the events between imports are halved, and of an import the times of all its events are known.
CREATE OR REPLACE FUNCTION public.position_from(_at timestamptz)
RETURNS bigint
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN least(
        public.live_position_at(_at),
        (SELECT min(r.from_position) FROM public.imported_ranges AS r WHERE r.last_at >= _at)
    );
END;
$$;
