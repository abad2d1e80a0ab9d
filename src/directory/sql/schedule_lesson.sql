-- Schedules a lesson of the teacher $1 and the student $2 at $3, unless they have one at that time
-- that is not cancelled.
INSERT INTO public.lessons (teacher_id, student_id, scheduled_at, status, is_booked)
SELECT $1::bigint, $2::bigint, $3::timestamptz, 'scheduled', true
WHERE NOT EXISTS (
    SELECT
    FROM public.lessons AS l
    WHERE l.teacher_id = $1
      AND l.student_id = $2
      AND l.scheduled_at = $3
      AND l.status <> 'cancelled'
)
RETURNING id AS lesson_id
