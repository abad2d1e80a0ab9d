-- The newest $2 lessons older than $1 of the user $3. A user is a teacher or a student: one of the
-- two halves is empty.
SELECT l.id AS lesson_id,
       l.teacher_id,
       t.name AS teacher_name,
       l.student_id,
       s.name AS student_name,
       l.scheduled_at,
       l.status,
       l.completed_at
FROM (
    (
        SELECT l.*
        FROM public.lessons AS l
        WHERE l.teacher_id = $3
          AND l.id < $1
        ORDER BY l.id DESC
        LIMIT $2
    )
    UNION
    (
        SELECT l.*
        FROM public.lessons AS l
        WHERE l.student_id = $3
          AND l.id < $1
        ORDER BY l.id DESC
        LIMIT $2
    )
    ORDER BY id DESC
    LIMIT $2
) AS l
LEFT JOIN public.users AS t ON t.id = l.teacher_id
LEFT JOIN public.users AS s ON s.id = l.student_id
ORDER BY l.id DESC
