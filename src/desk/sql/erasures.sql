-- At most $4 erasures that were asked for in the realm $1, the newest first, before the sort_key of $2 (in
-- microseconds since 1970) and the user $3.
SELECT q.user_id,
       q.requested_by,
       q.requested_at,
       (extract(epoch FROM q.requested_at) * 1000000)::bigint AS sort_key,
       r.started_at,
       r.finished_at
FROM (
    SELECT q.*
    FROM public.erasure_requests AS q
    WHERE q.realm = $1
      AND (q.requested_at, q.user_id)
          < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3)
    ORDER BY q.realm DESC, q.requested_at DESC, q.user_id DESC
    LIMIT $4
) AS q
LEFT JOIN public.erasures AS r ON r.user_id = q.user_id
ORDER BY q.requested_at DESC, q.user_id DESC
