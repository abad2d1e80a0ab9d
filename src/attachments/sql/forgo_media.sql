-- Ends the wait of the video or sound $1, which tells nothing.
UPDATE public.attachments AS a
SET awaits_probe = false,
    taken_at = NULL
WHERE a.id = $1
