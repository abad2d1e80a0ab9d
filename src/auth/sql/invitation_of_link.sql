-- The invitation of the link with the hash $1, with the user who invited. No row if there is no such link, or
-- it has expired.
SELECT i.email, i.role, u.id AS invited_by, u.name, i.expires_at
FROM (
    SELECT l.invitation_id, l.expires_at
    FROM public.account_links AS l
    WHERE l.token_hash = $1
    OFFSET 0
) AS l
CROSS JOIN LATERAL (
    SELECT i.*
    FROM public.invitations AS i
    WHERE i.id = l.invitation_id
    OFFSET 0
) AS i
LEFT JOIN LATERAL (
    SELECT u.id, u.name
    FROM public.users AS u
    WHERE u.id = i.invited_by
    OFFSET 0
) AS u ON true
WHERE l.expires_at > now()
  AND i.expires_at > now()
