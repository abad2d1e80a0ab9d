-- Marks the deliveries $1, which are sent after this transaction.
UPDATE public.deliveries AS d
SET is_started = true
WHERE d.id = ANY ($1)
