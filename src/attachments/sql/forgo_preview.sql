-- Ends the wait of the picture $1, which can have no preview.
UPDATE public.attachments AS a
SET awaits_preview = false,
    taken_at = NULL
WHERE a.id = $1
