-- The lesson $1.
SELECT l.id AS lesson_id,
       l.teacher_id,
       t.name AS teacher_name,
       l.student_id,
       s.name AS student_name,
       l.scheduled_at,
       l.status,
       l.completed_at
FROM public.lessons AS l
LEFT JOIN public.users AS t ON t.id = l.teacher_id
LEFT JOIN public.users AS s ON s.id = l.student_id
WHERE l.id = $1
