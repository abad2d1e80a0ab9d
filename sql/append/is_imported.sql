-- Whether the event at a position was imported. Imported events cause no notifications.
CREATE OR REPLACE FUNCTION public.is_imported(_position bigint)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN coalesce((
        SELECT r.from_position <= _position
        FROM public.imported_ranges AS r
        WHERE r.to_position >= _position
        ORDER BY r.to_position
        LIMIT 1
    ), false);
END;
$$;
