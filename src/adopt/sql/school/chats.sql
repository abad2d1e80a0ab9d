-- The chats, and for each pair with a completed lesson the chat that it has or should have.
SELECT 'chats' AS source,
       c.id::text AS id,
       'private' AS type,
       NULL::text AS title,
       NULL::jsonb AS context,
       '' AS pair,
       NULL::text AS created_by,
       coalesce(c.created_at::timestamptz, now()) AS created_at,
       coalesce(p.members, '{}') AS members,
       coalesce(p.roles, '{}') AS roles,
       NULL::text AS problem
FROM chats AS c
LEFT JOIN (
    SELECT p.chat_id,
           array_agg(coalesce(p.user_id::text, 'NULL') ORDER BY p.id) AS members,
           array_agg(CASE WHEN p.role IN ('student', 'teacher') THEN p.role::text ELSE 'member' END ORDER BY p.id)
               AS roles
    FROM chat_participants AS p
    GROUP BY p.chat_id
) AS p ON p.chat_id = c.id
UNION ALL
SELECT 'lessons',
       min(l.id)::text,
       'private',
       NULL,
       NULL,
       '',
       NULL,
       min(coalesce(l.completed_at, l.scheduled_at))::timestamptz,
       ARRAY[l.teacher_id::text, l.student_id::text],
       ARRAY['teacher', 'student'],
       NULL
FROM lessons AS l
JOIN users AS t ON t.id = l.teacher_id AND t.role = 'teacher'
JOIN users AS s ON s.id = l.student_id AND s.role = 'student'
WHERE l.status = 'completed'
GROUP BY l.teacher_id, l.student_id
ORDER BY source, created_at, id
