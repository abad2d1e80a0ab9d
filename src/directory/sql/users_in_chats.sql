-- The first $3 users after $4, by id, who have an account and share a chat of the realm $1 with the user
-- $2, and whose name has the words of $5 or whose e-mail address it is; NULL: all of them. It reads the chats of
-- $2 only.
SELECT u.id AS user_id,
       u.external_id,
       u.email,
       u.name,
       u.role,
       u.created_at,
       u.picture_id,
       u.avatar_url
FROM (
    SELECT DISTINCT other.user_id
    FROM (
        SELECT p.chat_id
        FROM public.chat_participants AS p
        WHERE p.user_id + 0 = $2
        OFFSET 0
    ) AS own
    CROSS JOIN LATERAL public.active_chat($1, own.chat_id) AS c
    CROSS JOIN LATERAL (
        SELECT p.user_id
        FROM public.chat_participants AS p
        WHERE p.chat_id = c.id
        OFFSET 0
    ) AS other
    WHERE other.user_id <> $2
      AND other.user_id > $4
) AS shared
CROSS JOIN LATERAL (
    SELECT u.*
    FROM public.users AS u
    WHERE u.id = shared.user_id
    OFFSET 0
) AS u
WHERE u.role <> 'guest'
  AND public.is_member_of_realm(u.role, u.realms, $1)
  AND ($5::text IS NULL
       OR public.has_words(public.fold_name(u.name), (SELECT public.name_words($5)))
       OR lower(u.email) = lower($5))
ORDER BY u.id
LIMIT $3
