-- The conversations, of two people each.
SELECT 'conversations' AS source,
       c.id::text AS id,
       'private' AS type,
       NULL::text AS title,
       NULL::jsonb AS context,
       '' AS pair,
       NULL::text AS created_by,
       coalesce(c.created_at::timestamptz, now()) AS created_at,
       coalesce(p.members, '{}') AS members,
       coalesce(p.roles, '{}') AS roles,
       NULL::text AS problem
FROM conversations AS c
LEFT JOIN (
    SELECT p.conversation_id,
           array_agg(coalesce(p.user_id::text, 'NULL') ORDER BY p.user_id) AS members,
           array_agg('member'::text) AS roles
    FROM conversation_participants AS p
    GROUP BY p.conversation_id
) AS p ON p.conversation_id = c.id
ORDER BY c.created_at, c.id::text
