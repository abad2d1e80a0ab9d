-- Drops the oldest notifications of the users $1, all but the newest $2 of each.
DELETE FROM public.notifications AS n
WHERE n.id = ANY (ARRAY(
    SELECT surplus.id
    FROM unnest($1::bigint[]) AS of_user (id)
    CROSS JOIN LATERAL (
        SELECT o.id
        FROM public.notifications AS o
        WHERE o.user_id = of_user.id
        ORDER BY o.user_id DESC, o.position DESC
        OFFSET $2
    ) AS surplus
))
