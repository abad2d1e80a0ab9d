-- The scheduled message $3 of the user $2 in the realm $1, also if it was sent or cancelled.
SELECT view.*
FROM (
    SELECT s.*
    FROM public.scheduled_messages AS s
    WHERE s.id = $3
    OFFSET 0
) AS s
CROSS JOIN LATERAL public.scheduled_view(s) AS view
WHERE s.realm = $1
  AND s.user_id = $2
