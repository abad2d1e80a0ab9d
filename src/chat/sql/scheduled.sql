-- The scheduled messages of the user $2 in the realm $1 that wait or have failed, at most $4, by id, after $3.
SELECT view.*
FROM (
    SELECT s.*
    FROM public.scheduled_messages AS s
    WHERE s.user_id = $2
      AND s.id > $3
      AND s.state IN ('waiting', 'failed')
    ORDER BY s.user_id, s.id
    OFFSET 0
) AS s
CROSS JOIN LATERAL public.scheduled_view(s) AS view
WHERE s.realm = $1
ORDER BY s.id
LIMIT $4
