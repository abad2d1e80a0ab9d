-- The file $1 of the realm $2 if a message of any chat has it, for those who see more than their own chats
-- (visible_file.sql): every chat, if $3, or else the messages that were reported.
SELECT a.*
FROM public.stored_file($1) AS a
WHERE a.realm = $2
  AND EXISTS (
      SELECT
      FROM (
          SELECT m.id, m.chat_id, m.is_deleted
          FROM public.messages AS m
          WHERE m.attachments @> ARRAY[a.id]
            AND m.attachments <> '{}'
          OFFSET 0
      ) AS m
      CROSS JOIN LATERAL public.active_chat($2, m.chat_id) AS c
      WHERE NOT m.is_deleted
        AND ($3 OR public.is_reported(m.id))
  )
