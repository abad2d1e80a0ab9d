-- After the read model of a loaded log was derived: reserves the ids of the people in it, so that nobody new is
-- taken for the author of what one of them wrote.
WITH named AS (
    SELECT e.actor_id AS user_id
    FROM public.events AS e
    UNION ALL
    SELECT p.user_id
    FROM public.all_participants AS p
    UNION ALL
    SELECT r.user_id
    FROM public.erasures AS r
)
SELECT setval(s.sequence, greatest(s.last, (
           SELECT max(n.user_id)
           FROM named AS n
           WHERE n.user_id BETWEEN s.first AND s.highest
       )))
FROM (
    SELECT format('%I.%I', q.schemaname, q.sequencename)::regclass AS sequence,
           q.min_value AS first,
           q.max_value AS highest,
           q.last_value AS last
    FROM pg_sequences AS q
    WHERE q.schemaname = 'public'
      AND q.sequencename IN ('users_id_seq', 'external_user_ids')
) AS s
WHERE EXISTS (
    SELECT
    FROM named AS n
    WHERE n.user_id BETWEEN s.first AND s.highest
)
