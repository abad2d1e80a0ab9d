-- The messages in the order of their times. Whether a sender is the buyer or the seller is found by the chat.
SELECT 'message' AS what,
       m.id::text AS id,
       m.chat_id::text AS chat_id,
       CASE
           WHEN m.sender_id = c.buyer_id AND c.buyer_is_registered
               THEN regexp_replace(c.buyer_id, '^user_', '')
           WHEN m.sender_id = c.buyer_id THEN 'guest:' || lower(c.buyer_id)
           ELSE regexp_replace(m.sender_id, '^(user|seller|buyer)_', '')
       END AS actor_id,
       coalesce(m.message_text, '') AS content,
       'text' AS type,
       NULL::jsonb AS attachments,
       NULL::text AS ref_id,
       false AS is_deleted,
       false AS is_edited,
       m.created_at::timestamptz AS at
FROM message AS m
LEFT JOIN chat AS c ON c.id = m.chat_id
ORDER BY m.created_at, m.id
