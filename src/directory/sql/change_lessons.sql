-- Changes the lesson $1: its status $2, time $3, length $4, its subject $6 if $5; with $7 also the lessons of
-- its series that follow; with $8 only without conflicts.
SELECT c.lesson_ids, c.conflict_ids
FROM public.change_lessons($1, $2, $3, $4, $5, $6, $7, $8) AS c
