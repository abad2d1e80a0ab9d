-- Locks the oldest picture that awaits its preview and that no other replica works on.
SELECT a.id, a.key, a.mime, a.size
FROM public.attachments AS a
WHERE a.awaits_preview
  AND a.deleted_at IS NULL
ORDER BY a.id
LIMIT 1
FOR UPDATE SKIP LOCKED
