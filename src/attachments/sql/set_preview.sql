-- Ends the wait of the picture $1 for its preview, of the media type $2, the size $3 and the
-- placeholder $4, which are NULL if it could not be made.
UPDATE public.attachments AS a
SET awaits_preview = false,
    preview_mime = $2,
    preview_size = $3,
    placeholder = $4
WHERE a.id = $1
