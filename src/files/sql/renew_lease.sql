-- Renews the lease $2 of the upload $1 for $3 seconds; 0 ends it.
UPDATE public.uploads AS u
SET leased_until = now() + make_interval(secs => $3)
WHERE u.attachment_id = $1
  AND u.lease = $2
