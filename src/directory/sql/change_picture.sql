-- Makes the file $3 of the realm $2 the picture of the user $1, who uploaded it; NULL: no picture. No row if
-- it is not such a picture. The file is locked, because it may expire at this moment.
WITH file AS (
    UPDATE public.attachments AS a
    SET is_posted = true
    WHERE a.id = $3
      AND public.is_own_picture($2, $1, $3)
      AND a.deleted_at IS NULL
    RETURNING a.id
)
UPDATE public.users AS u
SET picture_id = $3
WHERE u.id = $1
  AND ($3::bigint IS NULL OR EXISTS (SELECT FROM file))
RETURNING u.id AS user_id
