-- The people whom conversations and messages name, where their own table is elsewhere.
SELECT mentioned.id,
       NULL::text AS email,
       NULL::text AS name,
       NULL::text AS role,
       NULL::bigint AS company_id,
       NULL::text AS password_hash,
       NULL::uuid AS guest,
       now() AS created_at
FROM (
    SELECT p.user_id::text AS id FROM conversation_participants AS p
    UNION
    SELECT m.sender_id::text FROM messages AS m
) AS mentioned
WHERE mentioned.id IS NOT NULL
ORDER BY length(mentioned.id), mentioned.id
