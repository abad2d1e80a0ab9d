-- The file $1 of the realm $2 if the user $3 may see it: their own, or one in a message of a chat
-- that they are in. It is looked up in each of their chats, so that the cost does not grow with the number
-- of messages that have the file.
SELECT a.*
FROM public.stored_file($1) AS a
WHERE a.realm = $2
  AND (
      a.owner_id = $3
      OR EXISTS (
          SELECT
          FROM (
              SELECT p.chat_id
              FROM public.chat_participants AS p
              WHERE p.user_id + 0 = $3
              OFFSET 0
          ) AS p
          CROSS JOIN LATERAL (
              SELECT m.chat_id, m.attachments, m.is_deleted
              FROM public.messages AS m
              WHERE public.file_keys(m.chat_id, m.attachments)
                        @> ARRAY[pg_catalog.hashint8extended(a.id, p.chat_id)]
                AND m.attachments <> '{}'
              OFFSET 0
          ) AS m
          WHERE m.chat_id = p.chat_id
            AND a.id = ANY (m.attachments)
            AND NOT m.is_deleted
      )
  )
