-- Schedules the oldest notification of each of the users $1, and none of the others: for the time
-- at which the former oldest one was due, or else two seconds after its creation, so that the next
-- message of the same chat can replace it.
UPDATE public.notifications AS n
SET next_attempt_at = scheduled.next_attempt_at
FROM (
    SELECT o.ctid,
           CASE
               WHEN row_number() OVER (PARTITION BY o.user_id ORDER BY o.position) = 1
               THEN coalesce(
                   min(o.next_attempt_at) OVER (PARTITION BY o.user_id),
                   o.created_at + interval '2 seconds'
               )
           END AS next_attempt_at
    FROM unnest($1::bigint[]) AS of_user (id)
    CROSS JOIN LATERAL (
        SELECT o.ctid, o.user_id, o.position, o.created_at, o.next_attempt_at
        FROM public.notifications AS o
        WHERE o.user_id = of_user.id
        OFFSET 0
    ) AS o
) AS scheduled
WHERE scheduled.ctid = n.ctid
  AND n.next_attempt_at IS DISTINCT FROM scheduled.next_attempt_at
