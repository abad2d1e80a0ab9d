-- Takes the oldest video or sound that is to be probed and that no other replica works on, as
-- next_without_preview.sql does.
UPDATE public.attachments AS a
SET taken_at = now()
WHERE a.id = (
    SELECT w.id
    FROM public.attachments AS w
    WHERE w.awaits_probe
      AND w.deleted_at IS NULL
      AND (w.taken_at IS NULL OR w.taken_at < now() - interval '1 minute')
    ORDER BY w.id
    LIMIT 1
    FOR NO KEY UPDATE SKIP LOCKED
)
RETURNING a.id, a.key, a.size
