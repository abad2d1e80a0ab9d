-- How many events wait for the endpoint $1.
SELECT count(*) AS waiting
FROM public.event_webhooks AS w
WHERE w.endpoint = $1
