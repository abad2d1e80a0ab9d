-- The file $1 of the realm $2 if the user $3 may see it: their own, or one in a message of a chat
-- that they are in.
SELECT a.id, a.name, a.mime, a.size, a.width, a.height, a.placeholder, a.duration_ms,
       a.is_voice, a.waveform, a.preview_mime, a.preview_size, a.created_at, a.key
FROM (
    SELECT a.*
    FROM public.attachments AS a
    WHERE a.id = $1
    OFFSET 0
) AS a
WHERE a.realm = $2
  AND a.size IS NOT NULL
  AND a.deleted_at IS NULL
  AND (
      a.owner_id = $3
      OR EXISTS (
          SELECT
          FROM (
              SELECT m.chat_id, m.is_deleted
              FROM public.messages AS m
              WHERE m.attachments @> ARRAY[a.id]
                AND m.attachments <> '{}'
              OFFSET 0
          ) AS m
          CROSS JOIN LATERAL (
              SELECT p.left_at
              FROM public.chat_participants AS p
              WHERE p.chat_id = m.chat_id
                AND p.user_id = $3
              OFFSET 0
          ) AS p
          WHERE NOT m.is_deleted
            AND p.left_at IS NULL
      )
  )
