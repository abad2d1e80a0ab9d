-- The lessons $1, the oldest first.
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
    FROM unnest($1::bigint[]) AS named (id)
    CROSS JOIN LATERAL (
        SELECT l.* FROM public.lessons AS l WHERE l.id = named.id OFFSET 0
    ) AS l
) AS l
ORDER BY l.scheduled_at, l.id
