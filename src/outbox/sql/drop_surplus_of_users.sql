-- Drops the oldest notifications of the users $1, all but the newest $2 of each.
DELETE FROM public.notifications AS n
USING (
    SELECT o.id,
           row_number() OVER (PARTITION BY o.user_id ORDER BY o.position DESC) AS rank
    FROM public.notifications AS o
    WHERE o.user_id = ANY ($1)
) AS ranked
WHERE ranked.id = n.id
  AND ranked.rank > $2
