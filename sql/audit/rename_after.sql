-- The position of the first rename of anybody after a time, at which everybody has the name that they had then;
-- NULL if nobody was renamed since.
CREATE OR REPLACE FUNCTION audit.rename_after(_at timestamptz)
RETURNS bigint
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT min(e.position)
        FROM public.events AS e
        WHERE e.kind = 'user_named'
          AND e.recorded_at > _at
    );
END;
$$;
