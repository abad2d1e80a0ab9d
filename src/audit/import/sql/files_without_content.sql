-- Those of the files $1 that have no content, and that no user is uploading.
SELECT a.id, a.key
FROM unnest($1::bigint[]) AS named (id)
CROSS JOIN LATERAL (
    SELECT f.*
    FROM public.attachments AS f
    WHERE f.id = named.id
    OFFSET 0
) AS a
WHERE a.size IS NULL
  AND a.deleted_at IS NULL
  AND NOT EXISTS (
      SELECT
      FROM public.uploads AS u
      WHERE u.attachment_id = a.id
  )
