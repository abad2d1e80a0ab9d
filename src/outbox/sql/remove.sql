-- Removes the deliveries $1.
DELETE FROM public.deliveries AS d
WHERE d.id = ANY ($1)
