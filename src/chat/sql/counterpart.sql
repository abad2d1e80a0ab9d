-- The user $3 of the realm $1, if they share a chat of it with the user $2, whether they block that user,
-- and when they were last online.
SELECT u.id AS user_id,
       public.is_blocked($1, u.id, $2) AS is_hidden,
       (
           SELECT l.at
           FROM public.last_seen AS l
           WHERE l.user_id = u.id
       ) AS last_seen
FROM (
    SELECT u.id, u.role, u.realms
    FROM public.users AS u
    WHERE u.id = $3
    OFFSET 0
) AS u
WHERE u.id <> $2
  AND public.is_member_of_realm(u.role, u.realms, $1)
  AND EXISTS (
      SELECT
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
          SELECT p.user_id
          FROM public.chat_participants AS p
          WHERE p.chat_id = own.chat_id
            AND p.user_id = $3
          OFFSET 0
      ) AS other
      WHERE c.realm = $1
  )
