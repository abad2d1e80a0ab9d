-- Ends the wait of the video or sound $1, whose size and length could not be read.
UPDATE public.attachments AS a
SET awaits_probe = false,
    due_at = now(),
    failures = 0
WHERE a.id = $1
