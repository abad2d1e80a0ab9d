-- Records that the events at positions $1 to $2 were imported: they cause no notifications.
WITH extended AS (
    UPDATE public.imported_ranges AS r
    SET to_position = $2::bigint
    WHERE r.to_position = $1::bigint - 1
    RETURNING r.to_position
)
INSERT INTO public.imported_ranges (from_position, to_position)
SELECT $1::bigint, $2::bigint
WHERE NOT EXISTS (SELECT FROM extended)
