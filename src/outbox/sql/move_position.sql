-- Moves the consumer $1 to the position $2.
UPDATE public.consumers AS c
SET position = $2
WHERE c.name = $1
