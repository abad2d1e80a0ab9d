-- Of the lessons $1 of the origin, with the teachers $2, the students $3 and the statuses $4: whether each is
-- here, whether another lesson has its id, whether its people may have a lesson here, and whether it was
-- completed or cancelled since.
SELECT given.n::integer AS n,
       here.id IS NOT NULL AS is_here,
       coalesce(
           here.teacher_id <> given.teacher_id OR here.student_id <> given.student_id, false
       ) AS is_other,
       here.status = 'scheduled' AND given.status <> 'scheduled' AS has_ended
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[])
     WITH ORDINALITY AS given (id, teacher_id, student_id, status, n)
LEFT JOIN LATERAL (
    SELECT l.* FROM public.lessons AS l WHERE l.id = given.id OFFSET 0
) AS here ON true
ORDER BY given.n
