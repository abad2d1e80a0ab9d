-- Completes the upload $1 with the media type $2 and the size $3, unless it was marked for removal
-- or its owner was deleted meanwhile. $4 and $5 are the width and the height of a picture; its preview
-- is to be made then. $6 is whether it is to be probed, $7 the duration of a voice note, $8 the
-- SHA-256 of the content. A resumable upload is finished.
WITH finished AS (
    UPDATE public.uploads AS u
    SET finished_at = now(),
        leased_until = '-infinity'
    WHERE u.attachment_id = $1
)
UPDATE public.attachments AS a
SET mime = $2,
    size = $3,
    sha256 = $8,
    created_at = date_trunc('milliseconds', now()),
    width = $4::integer,
    height = $5,
    awaits_preview = $4::integer IS NOT NULL,
    awaits_probe = $6,
    duration_ms = $7
WHERE a.id = $1
  AND a.deleted_at IS NULL
  AND EXISTS (SELECT FROM public.users AS u WHERE u.id = a.owner_id)
