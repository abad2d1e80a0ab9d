-- Removes the notifications $1.
DELETE FROM public.notifications AS n
WHERE n.id = ANY ($1)
RETURNING n.user_id
