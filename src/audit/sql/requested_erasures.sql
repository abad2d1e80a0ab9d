-- The erasures that admins asked for at the desk and that are not done, the oldest first.
SELECT q.user_id, q.requested_by, q.requested_at
FROM public.erasure_requests AS q
WHERE NOT EXISTS (
    SELECT
    FROM public.erasures AS r
    WHERE r.user_id = q.user_id
      AND r.finished_at IS NOT NULL
)
ORDER BY q.requested_at, q.user_id
