-- The resumable upload $1 of the realm $2, if it is the user $3's and did not expire.
SELECT a.key,
       a.is_voice,
       a.size IS NOT NULL AS is_finished,
       a.created_at + interval '24 hours' AS expires_at,
       u.length,
       u.received,
       u.metadata,
       u.leased_until > now() AS is_leased
FROM (
    SELECT a.*
    FROM public.attachments AS a
    WHERE a.id = $1
    OFFSET 0
) AS a
CROSS JOIN LATERAL (
    SELECT u.*
    FROM public.uploads AS u
    WHERE u.attachment_id = a.id
    OFFSET 0
) AS u
WHERE a.realm = $2
  AND a.owner_id = $3
  AND a.deleted_at IS NULL
  AND a.created_at > now() - interval '24 hours'
  AND coalesce(u.finished_at > now() - interval '24 hours', true)
