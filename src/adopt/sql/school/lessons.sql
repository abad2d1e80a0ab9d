-- The lessons.
SELECT l.id::bigint AS id,
       l.teacher_id::text AS teacher_id,
       l.student_id::text AS student_id,
       l.scheduled_at::timestamptz AS scheduled_at,
       l.status,
       l.completed_at::timestamptz AS completed_at,
       coalesce(l.created_at::timestamptz, now()) AS created_at
FROM lessons AS l
ORDER BY l.id
