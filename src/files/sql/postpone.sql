-- Lets the file $1, of which a replica could not read the content, wait before it is tried again: 5 seconds, and
-- twice as long after each failure, an hour at most.
UPDATE public.attachments AS a
SET failures = a.failures + 1,
    due_at = now() + make_interval(secs => p.seconds)
FROM (
    SELECT b.ctid, least(3600, 5 * 2 ^ least(b.failures, 10))::integer AS seconds
    FROM public.attachments AS b
    WHERE b.id = $1
    OFFSET 0
    FOR UPDATE
) AS p
WHERE a.ctid = p.ctid
  AND (a.awaits_preview OR a.awaits_probe)
  AND a.deleted_at IS NULL
RETURNING a.failures, p.seconds
