-- At most $3 erasures that were asked for in the realm $1 before that of the user $2, the newest first.
SELECT q.user_id, q.requested_by, q.requested_at, r.started_at, r.finished_at
FROM (
    SELECT q.*
    FROM public.erasure_requests AS q
    WHERE q.realm = $1
      AND (
          $2::bigint IS NULL
          OR (q.requested_at, q.user_id) < (
              SELECT p.requested_at, p.user_id FROM public.erasure_requests AS p WHERE p.user_id = $2
          )
      )
    ORDER BY q.realm DESC, q.requested_at DESC, q.user_id DESC
    LIMIT $3
) AS q
LEFT JOIN public.erasures AS r ON r.user_id = q.user_id
ORDER BY q.requested_at DESC, q.user_id DESC
