-- Takes at most $1 e-mails with a link that are due, and the addresses that they go to. Those to deactivated
-- users are dropped.
WITH taken AS (
    DELETE FROM public.account_mails AS m
    WHERE m.id = ANY (ARRAY(
        SELECT o.id
        FROM public.account_mails AS o
        WHERE o.next_attempt_at <= now()
        ORDER BY o.next_attempt_at
        LIMIT $1
    ))
    RETURNING m.*
)
SELECT m.invitation_id,
       m.user_id,
       m.language,
       m.created_at,
       m.failures,
       coalesce(i.email, u.email) AS email
FROM taken AS m
LEFT JOIN LATERAL (
    SELECT i.email
    FROM public.invitations AS i
    WHERE i.id = m.invitation_id
    OFFSET 0
) AS i ON true
LEFT JOIN LATERAL (
    SELECT u.email, u.deactivated_at
    FROM public.users AS u
    WHERE u.id = m.user_id
    OFFSET 0
) AS u ON u.deactivated_at IS NULL
WHERE coalesce(i.email, u.email) IS NOT NULL
