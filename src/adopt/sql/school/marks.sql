-- The newest message that each participant has read, by the time of their last visit.
SELECT DISTINCT ON (p.chat_id, p.user_id)
       p.chat_id::text AS chat_id,
       p.user_id::text AS actor_id,
       m.id::text AS ref_id,
       p.last_visit::timestamptz AS at
FROM chat_participants AS p
JOIN messages AS m
    ON m.chat_id = p.chat_id
   AND m.created_at <= p.last_visit
ORDER BY p.chat_id, p.user_id, m.created_at DESC, m.id DESC
