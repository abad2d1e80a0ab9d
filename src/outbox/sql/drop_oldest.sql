-- Drops the oldest $1 notifications.
DELETE FROM public.notifications AS n
USING (
    SELECT o.id
    FROM public.notifications AS o
    ORDER BY o.created_at
    LIMIT $1
) AS oldest
WHERE oldest.id = n.id
RETURNING n.user_id
