-- The storage keys of those of the files $1 that are not deleted.
SELECT a.id, a.key
FROM public.attachments AS a
WHERE a.id = ANY ($1)
  AND a.deleted_at IS NULL
