-- The newest message of the other side that each side has read. The time of that is unknown: it is the message's.
SELECT DISTINCT ON (m.chat_id, m.sender_id = c.buyer_id)
       m.chat_id::text AS chat_id,
       CASE
           WHEN m.sender_id = c.buyer_id THEN c.seller_id::text
           WHEN c.buyer_is_registered THEN regexp_replace(c.buyer_id, '^user_', '')
           ELSE 'guest:' || lower(c.buyer_id)
       END AS actor_id,
       m.id::text AS ref_id,
       m.created_at::timestamptz AS at
FROM message AS m
JOIN chat AS c ON c.id = m.chat_id
WHERE m.is_read
ORDER BY m.chat_id, m.sender_id = c.buyer_id, m.created_at DESC, m.id DESC
