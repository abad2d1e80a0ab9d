-- Takes the oldest picture that awaits its preview, of the first owner after $1 who has one. The row is not locked
-- meanwhile, since who has locked the head of the log may wait for it. A replica that fails has it for a minute.
UPDATE public.attachments AS a
SET due_at = now() + interval '1 minute'
WHERE a.id = (
    SELECT w.id
    FROM public.attachments AS w
    WHERE w.awaits_preview
      AND w.owner_id > $1
      AND w.due_at <= now()
      AND w.deleted_at IS NULL
    ORDER BY w.owner_id, w.due_at
    LIMIT 1
    FOR NO KEY UPDATE SKIP LOCKED
)
RETURNING a.id, a.key, a.mime, a.size, a.owner_id, a.width, a.height
