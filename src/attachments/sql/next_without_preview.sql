-- Takes the oldest picture that awaits its preview and that no other replica works on. The row is not locked
-- meanwhile, since who has locked the head of the log may wait for it. A replica that fails has it for a minute.
UPDATE public.attachments AS a
SET taken_at = now()
WHERE a.id = (
    SELECT w.id
    FROM public.attachments AS w
    WHERE w.awaits_preview
      AND w.deleted_at IS NULL
      AND (w.taken_at IS NULL OR w.taken_at < now() - interval '1 minute')
    ORDER BY w.id
    LIMIT 1
    FOR NO KEY UPDATE SKIP LOCKED
)
RETURNING a.id, a.key, a.mime
