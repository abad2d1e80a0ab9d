-- Makes the content of the file $1 available, which is in the storage: its media type $2 and its size $3, the
-- same of its preview, its placeholder, its width, height and duration, whether it is a voice note, and its
-- waveform. $12 and $13 are whether its preview is to be made, and whether it is to be probed, $14 its
-- SHA-256 in hex.
UPDATE public.attachments AS a
SET mime = $2,
    size = $3,
    sha256 = decode($14, 'hex'),
    preview_mime = $4,
    preview_size = $5,
    placeholder = $6,
    width = $7,
    height = $8,
    duration_ms = $9,
    is_voice = $10,
    waveform = $11,
    awaits_preview = $12,
    awaits_probe = $13
WHERE a.id = $1
  AND a.size IS NULL
  AND a.deleted_at IS NULL
