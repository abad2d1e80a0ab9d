-- The times of a repetition: every so many weeks at the same time of the day of a time zone, `_count` times or
-- until a day, 52 at most. The first one is `_at`, also if the day is before it.
CREATE OR REPLACE FUNCTION public.repeated_times(
    _at        timestamptz,
    _weeks     integer,
    _count     integer,
    _until     date,
    _time_zone text
)
RETURNS timestamptz[]
LANGUAGE sql
STABLE
AS $$
    SELECT array_agg(lesson.at ORDER BY lesson.n)
    FROM (
        SELECT n,
               ((_at AT TIME ZONE _time_zone) + n * _weeks * interval '1 week')
                   AT TIME ZONE _time_zone AS at
        FROM generate_series(0, least(coalesce(_count, 52), 52) - 1) AS n
    ) AS lesson
    WHERE lesson.n = 0
       OR _until IS NULL
       OR (lesson.at AT TIME ZONE _time_zone)::date <= _until;
$$;
