-- The report $2 of the realm $1, resolved or not.
SELECT r.id AS report_id,
       r.chat_id,
       r.message_id,
       coalesce(m.content, '') AS message_text,
       coalesce(files.names, '') AS file_names,
       r.reason,
       r.reported_by,
       u.external_id AS reporter_external_id,
       r.created_at,
       r.resolution IS NOT NULL AS is_resolved
FROM (
    SELECT r.*
    FROM public.reports AS r
    WHERE r.id = $2
    OFFSET 0
) AS r
LEFT JOIN LATERAL (
    SELECT m.content, m.attachments
    FROM public.messages AS m
    WHERE m.id = r.message_id
    OFFSET 0
) AS m ON true
LEFT JOIN LATERAL public.file_names(m.attachments) AS files ON true
LEFT JOIN LATERAL (
    SELECT u.external_id
    FROM public.users AS u
    WHERE u.id = r.reported_by
    OFFSET 0
) AS u ON true
WHERE r.realm = $1
