-- Records that the events at positions $1 to $2 were imported, whose times are from $3 to $4: they cause no
-- notifications.
WITH extended AS (
    UPDATE public.imported_ranges AS r
    SET to_position = $2::bigint,
        first_at = least(r.first_at, $3::timestamptz),
        last_at = greatest(r.last_at, $4::timestamptz)
    WHERE r.to_position = $1::bigint - 1
    RETURNING r.to_position
)
INSERT INTO public.imported_ranges (from_position, to_position, first_at, last_at)
SELECT $1::bigint, $2::bigint, $3::timestamptz, $4::timestamptz
WHERE NOT EXISTS (SELECT FROM extended)
