-- The file $1 of the realm $2 if the user $3 may see it: their own, or one in a message of a chat
-- that they are in.
SELECT a.id, a.name, a.mime, a.size, a.created_at, a.key
FROM public.attachments AS a
WHERE a.id = $1
  AND a.realm = $2
  AND a.size IS NOT NULL
  AND a.deleted_at IS NULL
  AND (
      a.owner_id = $3
      OR EXISTS (
          SELECT
          FROM public.messages AS m
          JOIN public.chat_participants AS p
              ON p.chat_id = m.chat_id
             AND p.user_id = $3
             AND p.left_at IS NULL
          WHERE m.attachments @> ARRAY[a.id]
            AND m.attachments <> '{}'
            AND NOT m.is_deleted
      )
  )
