-- Locks the oldest video or sound that is to be probed and that no other replica works on.
SELECT a.id, a.key, a.size
FROM public.attachments AS a
WHERE a.awaits_probe
  AND a.deleted_at IS NULL
ORDER BY a.id
LIMIT 1
FOR UPDATE SKIP LOCKED
