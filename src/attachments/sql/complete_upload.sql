-- Completes the upload $1 with the media type $2 and the size $3, unless it was marked for removal
-- or its owner was deleted meanwhile.
UPDATE public.attachments AS a
SET mime = $2,
    size = $3
WHERE a.id = $1
  AND a.deleted_at IS NULL
  AND EXISTS (SELECT FROM public.users AS u WHERE u.id = a.owner_id)
