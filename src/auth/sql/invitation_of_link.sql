-- The invitation of the link with the hash $1, with the user who invited. No row if there is no such link, or
-- it has expired.
SELECT i.email, i.role, u.id AS invited_by, u.name, i.expires_at
FROM public.account_links AS l
JOIN public.invitations AS i ON i.id = l.invitation_id
LEFT JOIN public.users AS u ON u.id = i.invited_by
WHERE l.token_hash = $1
  AND l.expires_at > now()
  AND i.expires_at > now()
