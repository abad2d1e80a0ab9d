-- The invitations that have not expired, the newest first, at most $2 of those before the id $1.
SELECT i.id, i.email, i.role, i.created_at, i.expires_at
FROM public.invitations AS i
WHERE i.id < coalesce($1, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
  AND i.expires_at > now()
ORDER BY i.id DESC
LIMIT $2
