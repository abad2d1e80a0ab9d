-- The head of the log, how full the queue of notifications is, and how far sealing and the witnesses $1 lag behind.
SELECT (SELECT coalesce(max(e.position), 0) FROM public.events AS e) AS head,
       pg_catalog.pg_notification_queue_usage() AS notification_queue_usage,
       a.sealed_ago,
       a.waiting_for,
       w.witnessed_ago,
       w.waiting_for AS unwitnessed_for
FROM audit.seal_age() AS a
CROSS JOIN audit.witness_age($1) AS w
