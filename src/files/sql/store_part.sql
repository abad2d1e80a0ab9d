-- Registers part $3 (from 1 on) of the upload $1, written under the lease $2: now $4 bytes are stored.
-- Renews the lease for $5 seconds. Nothing is registered if the lease or the upload is lost.
UPDATE public.uploads AS u
SET received = $4,
    parts[$3] = $2,
    leased_until = now() + make_interval(secs => $5)
WHERE u.attachment_id = $1
  AND u.lease = $2
  AND EXISTS (
      SELECT
      FROM public.attachments AS a
      WHERE a.id = u.attachment_id
        AND a.deleted_at IS NULL
  )
