-- The files with these ids, but for deleted ones.
SELECT a.id, a.key, a.name, a.owner_id
FROM public.attachments AS a
WHERE a.id = ANY ($1)
  AND a.deleted_at IS NULL
