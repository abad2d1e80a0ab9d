-- Copies the notifications $1 to the dead letters.
INSERT INTO public.dead_letters
    (id, user_id, chat_id, position, since, attempts, last_error, created_at)
SELECT n.id, n.user_id, n.chat_id, n.position, n.since, n.attempts, n.last_error, n.created_at
FROM public.notifications AS n
WHERE n.id = ANY ($1)
