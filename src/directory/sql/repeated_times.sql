-- The times of a lesson that is first at $1 and repeats every $2 weeks, $3 times or until the day $4, in the
-- time zone $5. No row if there is no such time zone.
SELECT t.at
FROM unnest(
    CASE
        WHEN public.is_time_zone($5) THEN public.repeated_times($1, $2, $3, $4::text::date, $5)
    END
) AS t (at)
