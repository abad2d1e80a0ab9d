-- The messages in the order of their times.
SELECT 'message' AS what,
       m.id::text AS id,
       m.chat_id::text AS chat_id,
       m.sender_id::text AS actor_id,
       m.content,
       'text' AS type,
       NULL::jsonb AS attachments,
       NULL::text AS ref_id,
       coalesce(m.is_deleted, false) AS is_deleted,
       false AS is_edited,
       m.created_at::timestamptz AS at
FROM messages AS m
ORDER BY m.created_at, m.id
