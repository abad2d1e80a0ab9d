-- The head of the log, how full the queue of notifications is, and how far sealing lags behind.
SELECT (SELECT coalesce(max(e.position), 0) FROM public.events AS e) AS head,
       pg_catalog.pg_notification_queue_usage() AS notification_queue_usage,
       a.sealed_ago,
       a.waiting_for
FROM audit.seal_age() AS a
