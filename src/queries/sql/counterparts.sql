-- At most $3 users of the realm $1 who share a chat of it with the user $2, and when each was last
-- online; connected users come first, then those who were seen last.
SELECT shared.user_id,
       (
           SELECT l.at
           FROM public.last_seen AS l
           WHERE l.user_id = shared.user_id
       ) AS last_seen
FROM (
    SELECT DISTINCT other.user_id
    FROM (
        SELECT p.*
        FROM public.chat_participants AS p
        WHERE p.user_id + 0 = $2
        OFFSET 0
    ) AS own
    CROSS JOIN LATERAL (
        SELECT c.realm
        FROM public.chats AS c
        WHERE c.id = own.chat_id
        OFFSET 0
    ) AS c
    CROSS JOIN LATERAL (
        SELECT p.user_id, p.left_at
        FROM public.chat_participants AS p
        WHERE p.chat_id = own.chat_id
        OFFSET 0
    ) AS other
    WHERE own.left_at IS NULL
      AND c.realm = $1
      AND other.left_at IS NULL
      AND other.user_id <> $2
) AS shared
WHERE EXISTS (
    SELECT
    FROM public.users AS u
    WHERE u.id = shared.user_id
      AND public.is_member_of_realm(u.role, u.realms, $1)
    OFFSET 0
)
ORDER BY EXISTS (
             SELECT
             FROM public.presence AS connected
             WHERE connected.user_id = shared.user_id
             OFFSET 0
         ) DESC,
         last_seen DESC NULLS LAST
LIMIT $3
