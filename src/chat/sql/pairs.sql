-- Those of the users $3 with whom the user $2 has a private chat of the realm $1, and when they were
-- last online; without those who block that user.
SELECT named.user_id,
       false AS is_hidden,
       (
           SELECT l.at
           FROM public.last_seen AS l
           WHERE l.user_id = named.user_id
       ) AS last_seen
FROM unnest($3::bigint[]) AS named (user_id)
CROSS JOIN LATERAL (
    SELECT c.deleted_at
    FROM public.chats AS c
    WHERE c.realm = $1
      AND c.pair_key = least(named.user_id, $2) || ':' || greatest(named.user_id, $2)
    OFFSET 0
) AS c
WHERE c.deleted_at IS NULL
  AND NOT public.is_blocked($1, named.user_id, $2)
