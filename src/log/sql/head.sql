-- The last event of the log.
SELECT e.position, e.event_id
FROM public.events AS e
ORDER BY e.position DESC
LIMIT 1
