-- The conversations.
SELECT 'conversations' AS source,
       c.id::text AS id,
       CASE c.type WHEN 'group' THEN 'group' ELSE 'private' END AS type,
       CASE c.type WHEN 'group' THEN c.name END AS title,
       NULL::jsonb AS context,
       CASE c.type WHEN 'group' THEN NULL ELSE '' END AS pair,
       NULL::text AS created_by,
       coalesce(c.created_at::timestamptz, now()) AS created_at,
       ARRAY(SELECT coalesce(p.id::text, 'NULL') FROM unnest(c.participants) WITH ORDINALITY AS p (id, n)
             ORDER BY p.n) AS members,
       ARRAY(SELECT 'member' FROM unnest(c.participants)) AS roles,
       NULL::text AS problem
FROM conversations AS c
ORDER BY c.created_at, c.id
