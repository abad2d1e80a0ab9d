-- The newest message that each participant has read, by the time of their last visit.
SELECT DISTINCT ON (p.conversation_id, p.user_id)
       p.conversation_id::text AS chat_id,
       p.user_id::text AS actor_id,
       m.id::text AS ref_id,
       p.last_read_at::timestamptz AS at
FROM conversation_participants AS p
JOIN messages AS m
    ON m.conversation_id = p.conversation_id
   AND m.created_at <= p.last_read_at
ORDER BY p.conversation_id, p.user_id, m.created_at DESC, m.id::text DESC
