-- The newest $2 lessons older than $1 of the user $3. A user is a teacher or a student: one of the
-- two halves is empty. A sort key is compared as a pair, since the planner might take the order by id alone
-- and read the lessons of all users: sql/projection/newest_message_up_to.sql.
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
    (
        SELECT l.*
        FROM public.lessons AS l
        WHERE (l.teacher_id, l.id) < ($3, $1)
          AND (l.teacher_id, l.id) >= ($3, 0)
        ORDER BY l.teacher_id DESC, l.id DESC
        LIMIT $2
    )
    UNION
    (
        SELECT l.*
        FROM public.lessons AS l
        WHERE (l.student_id, l.id) < ($3, $1)
          AND (l.student_id, l.id) >= ($3, 0)
        ORDER BY l.student_id DESC, l.id DESC
        LIMIT $2
    )
    ORDER BY id DESC
    LIMIT $2
) AS l
ORDER BY l.id DESC
