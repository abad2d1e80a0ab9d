-- The ids of scheduled lessons of a teacher or a student that overlap with lessons of this length at these
-- times, except those of `_except`.
CREATE OR REPLACE FUNCTION public.lesson_conflicts(
    _teacher_id bigint,
    _student_id bigint,
    _times      timestamptz[],
    _minutes    integer[],
    _except     bigint[]
)
RETURNS SETOF bigint
LANGUAGE sql
STABLE
AS $$
    SELECT DISTINCT l.id
    FROM unnest(_times, _minutes) AS wanted (at, minutes)
    CROSS JOIN LATERAL (
        -- A lesson lasts 480 minutes at most.
        SELECT t.id, t.scheduled_at, t.duration_minutes
        FROM public.lessons AS t
        WHERE t.teacher_id = _teacher_id
          AND t.status = 'scheduled'
          AND t.scheduled_at > wanted.at - interval '480 minutes'
          AND t.scheduled_at < wanted.at + wanted.minutes * interval '1 minute'
        UNION ALL
        SELECT s.id, s.scheduled_at, s.duration_minutes
        FROM public.lessons AS s
        WHERE s.student_id = _student_id
          AND s.status = 'scheduled'
          AND s.scheduled_at > wanted.at - interval '480 minutes'
          AND s.scheduled_at < wanted.at + wanted.minutes * interval '1 minute'
    ) AS l
    WHERE l.scheduled_at + l.duration_minutes * interval '1 minute' > wanted.at
      AND l.id <> ALL (_except)
    ORDER BY l.id;
$$;
