-- The lesson $1.
SELECT l.id AS lesson_id,
       l.teacher_id,
       (SELECT u.name FROM public.users AS u WHERE u.id = l.teacher_id) AS teacher_name,
       l.student_id,
       (SELECT u.name FROM public.users AS u WHERE u.id = l.student_id) AS student_name,
       l.scheduled_at,
       l.status,
       l.completed_at
FROM (
    SELECT l.*
    FROM public.lessons AS l
    WHERE l.id = $1
    OFFSET 0
) AS l
