-- Removes the events $1, which were delivered.
DELETE FROM public.event_webhooks AS w
WHERE w.id = ANY ($1)
