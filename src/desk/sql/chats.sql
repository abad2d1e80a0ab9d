-- The chats $2 of the realm $1, deleted ones too; with $3 only those with a reported message.
SELECT c.id,
       c.type,
       c.title,
       c.context,
       c.created_at,
       (
           SELECT coalesce(jsonb_agg(jsonb_build_object(
                      'id', p.user_id,
                      -- Of a deleted user these are null.
                      'exists', u.id IS NOT NULL,
                      'name', u.name,
                      'role', u.role,
                      'member_role', p.role,
                      'left', p.left_at IS NOT NULL
                  ) ORDER BY p.user_id), '[]')
           FROM (
               SELECT p.*
               FROM public.all_participants AS p
               WHERE p.chat_id = c.id
               ORDER BY p.chat_id, p.user_id
               LIMIT 100
           ) AS p
           LEFT JOIN LATERAL (
               SELECT u.id, u.name, u.role FROM public.users AS u WHERE u.id = p.user_id OFFSET 0
           ) AS u ON true
       ) AS members
FROM unnest($2::bigint[]) AS named (id)
CROSS JOIN LATERAL (
    SELECT c.* FROM public.chats AS c WHERE c.id = named.id OFFSET 0
) AS c
WHERE c.realm = $1
  AND (NOT $3 OR EXISTS (
      SELECT FROM public.reports AS r WHERE r.chat_id = c.id ORDER BY r.chat_id, r.id LIMIT 1
  ))
