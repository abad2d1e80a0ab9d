-- The files with these ids, but for deleted ones.
SELECT a.id, a.key, a.name, a.owner_id, a.realm, a.mime, a.size, a.preview_mime, a.preview_size,
       a.placeholder, a.width, a.height, a.duration_ms, a.is_voice, a.waveform
FROM unnest($1::bigint[]) AS named (id)
CROSS JOIN LATERAL (
    SELECT f.*
    FROM public.attachments AS f
    WHERE f.id = named.id
    OFFSET 0
) AS a
WHERE a.deleted_at IS NULL
