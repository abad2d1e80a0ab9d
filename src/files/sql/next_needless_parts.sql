-- Locks the finished upload whose parts are to be deleted first and that no other replica works on.
SELECT u.attachment_id AS id,
       (
           SELECT a.key
           FROM public.attachments AS a
           WHERE a.id = u.attachment_id
       ) AS key
FROM public.uploads AS u
WHERE u.finished_at IS NOT NULL
  AND u.parts <> '{}'
ORDER BY u.finished_at
LIMIT 1
FOR UPDATE SKIP LOCKED
