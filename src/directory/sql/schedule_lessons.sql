-- Schedules lessons of the teacher $1 and the student $2 at the times $3 that last $4 minutes, with the subject
-- $5 and the series $6; with $7 only without conflicts.
SELECT s.lesson_ids, s.conflict_ids
FROM public.schedule_lessons($1, $2, $3::timestamptz[], $4, $5, $6, $7) AS s
