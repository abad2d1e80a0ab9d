-- The messages in the order of their times.
SELECT 'message' AS what,
       m.id::text AS id,
       m.conversation_id::text AS chat_id,
       m.sender_id::text AS actor_id,
       coalesce(m.body, '') AS content,
       'text' AS type,
       NULL::jsonb AS attachments,
       NULL::text AS ref_id,
       false AS is_deleted,
       false AS is_edited,
       m.created_at::timestamptz AS at
FROM messages AS m
ORDER BY m.created_at, m.id::text
