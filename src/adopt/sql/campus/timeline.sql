-- The messages in the order of their times; a reply names a message of the same conversation. Applications that
-- keep deleted messages have a flag or a time for them.
SELECT 'message' AS what,
       m.id::text AS id,
       m.conversation_id::text AS chat_id,
       m.sender_id::text AS actor_id,
       coalesce(m.text, '') AS content,
       'text' AS type,
       NULL::jsonb AS attachments,
       original.id::text AS ref_id,
       coalesce((whole.j ->> 'is_deleted')::boolean, whole.j ->> 'deleted_at' IS NOT NULL) AS is_deleted,
       coalesce(m.is_edited, false) AS is_edited,
       m.created_at::timestamptz AS at
FROM messages AS m
CROSS JOIN LATERAL (SELECT to_jsonb(m) AS j) AS whole
LEFT JOIN messages AS original
    ON original.id = m.reply_to
   AND original.conversation_id = m.conversation_id
ORDER BY m.created_at, m.id::text
