-- Moves the dead letters $1, or all if it is NULL, back to the notifications, to be retried for
-- another day. A dead letter is dropped instead if a notification of the same user and chat waits,
-- because that one is about a newer message. Each user's oldest is due at once, because later
-- notifications did not wait for it; the others follow in their order.
WITH taken AS (
    DELETE FROM public.dead_letters AS d
    WHERE $1::uuid[] IS NULL
       OR d.id = ANY ($1)
    RETURNING d.id, d.user_id, d.chat_id, d.position, d.since
), newest AS (
    SELECT DISTINCT ON (t.user_id, t.chat_id) t.id, t.user_id, t.chat_id, t.position, t.since
    FROM taken AS t
    ORDER BY t.user_id, t.chat_id, t.position DESC
), queued AS (
    INSERT INTO public.notifications (id, user_id, chat_id, position, since, next_attempt_at)
    SELECT n.id, n.user_id, n.chat_id, n.position, n.since,
           CASE
               WHEN n.position = min(n.position) OVER (PARTITION BY n.user_id) THEN now()
           END
    FROM newest AS n
    ON CONFLICT (user_id, chat_id) DO NOTHING
)
SELECT count(*) AS retried
FROM taken
