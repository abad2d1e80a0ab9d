-- The newest $2 lessons older than $1.
SELECT l.id AS lesson_id,
       l.teacher_id,
       (SELECT u.name FROM public.users AS u WHERE u.id = l.teacher_id) AS teacher_name,
       l.student_id,
       (SELECT u.name FROM public.users AS u WHERE u.id = l.student_id) AS student_name,
       l.scheduled_at,
       l.status,
       l.completed_at,
       l.subject,
       l.duration_minutes,
       l.series_id,
       public.lesson_chat(l.teacher_id, l.student_id) AS chat_id
FROM (
    SELECT l.*
    FROM public.lessons AS l
    WHERE l.id < $1
    ORDER BY l.id DESC
    LIMIT $2
) AS l
ORDER BY l.id DESC
