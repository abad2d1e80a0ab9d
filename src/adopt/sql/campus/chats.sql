-- The conversations. A pair has one private conversation for each service and its id: the first.
SELECT 'conversations' AS source,
       c.id::text AS id,
       CASE c.type::text WHEN 'group' THEN 'group' ELSE 'private' END AS type,
       c.title,
       nullif(
           jsonb_strip_nulls(jsonb_build_object(
               'service', nullif(c.service::text, ''),
               'service_id', nullif(c.service_id::text, '')
           )),
           '{}'
       ) AS context,
       CASE c.type::text WHEN 'group' THEN NULL ELSE '' END AS pair,
       c.created_by::text AS created_by,
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
ORDER BY c.service NULLS FIRST, c.created_at, c.id::text
