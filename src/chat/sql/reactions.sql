-- At most $4 reactions to the message $1, by emoji and user, after those of the emoji $2 up to the user $3.
SELECT r.user_id,
       r.emoji,
       (
           SELECT e.recorded_at
           FROM public.events AS e
           WHERE e.position = r.id
       ) AS created_at
FROM public.reactions AS r
WHERE r.message_id = $1
  AND (r.emoji, r.user_id) > ($2, $3)
ORDER BY r.emoji, r.user_id
LIMIT $4
