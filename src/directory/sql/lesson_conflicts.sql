-- The scheduled lessons of the teacher $1 or the student $2 that overlap with lessons at the times $3 of $4
-- minutes.
SELECT c.id AS lesson_id
FROM public.lesson_conflicts(
    $1, $2, $3::timestamptz[], array_fill($4::integer, ARRAY[cardinality($3::timestamptz[])]), '{}'
) AS c (id)
