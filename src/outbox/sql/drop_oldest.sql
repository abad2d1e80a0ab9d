-- Drops the oldest $1 notifications.
DELETE FROM public.notifications AS n
WHERE n.id = ANY (ARRAY(
    SELECT o.id
    FROM public.notifications AS o
    ORDER BY o.created_at
    LIMIT $1
))
RETURNING n.user_id
