-- Those of the files $1 that are not deleted: their keys in the storage, and whether their content is here.
SELECT a.id, a.key, a.size IS NOT NULL AS has_content
FROM ONLY public.attachments AS a
WHERE a.id = ANY ($1)
  AND a.deleted_at IS NULL
