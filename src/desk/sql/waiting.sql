-- At most $4 chats of the realm $1 that wait for an answer, the longest wait first, after the sort_key of
-- $2 (in microseconds since 1970) and the message $3. With the beginning of the newest message if $5.
SELECT w.asked_id,
       w.chat_id,
       w.asked_by,
       w.asked_at,
       (extract(epoch FROM w.asked_at) * 1000000)::bigint AS sort_key,
       (
           SELECT count(*)
           FROM (
               SELECT
               FROM public.messages AS m
               WHERE m.chat_id = w.chat_id
                 AND m.id >= w.asked_id
                 AND NOT m.is_deleted
               ORDER BY m.chat_id, m.id
               LIMIT 100
           ) AS m
       ) AS messages,
       newest.excerpt
FROM (
    SELECT w.*
    FROM public.desk_waits AS w
    WHERE w.answered_at IS NULL
      AND (w.realm, w.asked_at, w.asked_id)
          > ($1, timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3)
      AND w.realm <= $1
    ORDER BY w.realm, w.asked_at, w.asked_id
    LIMIT $4
) AS w
LEFT JOIN LATERAL (
    SELECT left(m.content, 201) AS excerpt
    FROM public.messages AS m
    WHERE m.id = (SELECT c.last_message_id FROM public.chats AS c WHERE c.id = w.chat_id)
    OFFSET 0
) AS newest ON $5
WHERE w.realm = $1
ORDER BY w.asked_at, w.asked_id
