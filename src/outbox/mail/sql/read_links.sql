-- The addresses of e-mails with a link of the invitations $1 or the users $2, at the same indices, one of them NULL. No
-- row if the invitation or the user is gone, or the user is deactivated.
SELECT w.number - 1 AS index,
       coalesce(i.email, u.email) AS email
FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS w (invitation_id, user_id, number)
LEFT JOIN LATERAL (
    SELECT i.email
    FROM public.invitations AS i
    WHERE i.id = w.invitation_id
    FOR KEY SHARE
) AS i ON true
LEFT JOIN LATERAL (
    SELECT u.email, u.deactivated_at
    FROM public.users AS u
    WHERE u.id = w.user_id
    FOR SHARE
) AS u ON u.deactivated_at IS NULL
WHERE coalesce(i.email, u.email) IS NOT NULL
