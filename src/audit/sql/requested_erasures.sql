-- The users whose erasure admins asked for at the desk and who are not erased, with the first request of
-- each, the oldest first.
SELECT q.user_id, q.requested_by, q.requested_at
FROM (
    SELECT DISTINCT ON (q.user_id) q.*
    FROM public.erasure_requests AS q
    WHERE NOT EXISTS (
        SELECT
        FROM public.erasures AS r
        WHERE r.user_id = q.user_id
          AND r.finished_at IS NOT NULL
    )
    ORDER BY q.user_id, q.requested_at
) AS q
ORDER BY q.requested_at, q.user_id
