-- A position from which on no event was recorded before a time: see position_from().
CREATE OR REPLACE FUNCTION public.position_until(_at timestamptz)
RETURNS bigint
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN greatest(
        public.ordered_position_at(_at),
        (SELECT max(r.to_position) + 1 FROM public.unordered_ranges AS r WHERE r.first_at < _at)
    );
END;
$$;
