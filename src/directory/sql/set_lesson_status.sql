-- Sets the status of the lesson $1 to $2.
UPDATE public.lessons
SET status = $2
WHERE id = $1
  AND status <> $2
