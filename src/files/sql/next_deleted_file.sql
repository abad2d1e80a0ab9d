-- Locks the oldest deleted file that no other replica is removing.
SELECT a.id,
       a.key,
       EXISTS (
           SELECT
           FROM public.uploads AS u
           WHERE u.attachment_id = a.id
       ) AS has_parts
FROM public.attachments AS a
WHERE a.deleted_at IS NOT NULL
ORDER BY a.deleted_at
LIMIT 1
FOR UPDATE SKIP LOCKED
