-- The size in bytes of all files of the user $1 in the realm $2.
SELECT coalesce(sum(a.size), 0)::bigint AS bytes
FROM public.attachments AS a
WHERE a.owner_id = $1
  AND a.realm = $2
  AND a.deleted_at IS NULL
