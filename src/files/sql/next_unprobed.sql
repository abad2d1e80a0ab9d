-- Takes the video or sound that is to be probed and waits longest, as next_without_preview.sql does.
UPDATE public.attachments AS a
SET due_at = now() + interval '1 minute'
WHERE a.id = (
    SELECT w.id
    FROM public.attachments AS w
    WHERE w.awaits_probe
      AND w.due_at <= now()
      AND w.deleted_at IS NULL
    ORDER BY w.due_at
    LIMIT 1
    FOR NO KEY UPDATE SKIP LOCKED
)
RETURNING a.id, a.key, a.size
