-- Leases the upload $1 for $3 seconds, if $2 bytes of it are received and no other request has it.
UPDATE public.uploads AS u
SET lease = u.lease + 1,
    leased_until = now() + make_interval(secs => $3)
WHERE u.attachment_id = $1
  AND u.received = $2
  AND u.leased_until <= now()
  AND u.finished_at IS NULL
RETURNING u.lease, u.length, u.part_size, u.parts
