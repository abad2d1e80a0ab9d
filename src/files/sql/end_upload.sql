-- Marks the upload $1 for removal; one that is finished is only forgotten, as soon as its parts are
-- removed.
WITH forgotten AS (
    UPDATE public.uploads AS u
    SET finished_at = u.finished_at - interval '24 hours'
    WHERE u.attachment_id = $1
)
UPDATE public.attachments AS a
SET deleted_at = now()
WHERE a.id = $1
  AND a.size IS NULL
