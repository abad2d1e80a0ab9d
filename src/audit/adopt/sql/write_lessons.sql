-- Writes lessons of the origin. One that is here changes only if it was completed or cancelled since it was
-- brought.
INSERT INTO public.lessons AS l
    (id, teacher_id, student_id, scheduled_at, status, completed_at, created_at)
SELECT given.id, given.teacher_id, given.student_id, given.scheduled_at, given.status, given.completed_at,
       date_trunc('milliseconds', given.created_at)
FROM unnest(
    $1::bigint[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::text[], $6::timestamptz[],
    $7::timestamptz[]
) AS given (id, teacher_id, student_id, scheduled_at, status, completed_at, created_at)
ON CONFLICT (id) DO UPDATE
SET status = excluded.status,
    completed_at = excluded.completed_at
WHERE l.status = 'scheduled'
  AND excluded.status <> 'scheduled'
