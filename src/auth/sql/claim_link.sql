-- Claims the link with the token hash $1 for a request, which hashes a password before it uses the link: of an
-- invitation, if $2, or else of a user who sets a new password. No row if there is no such link, or another
-- request has claimed it. A claim outlasts a request that was given up by a few seconds only.
UPDATE public.account_links AS l
SET claimed_until = now() + interval '15 seconds'
WHERE l.token_hash = $1
  AND l.expires_at > now()
  AND (l.invitation_id IS NOT NULL) = $2
  AND (l.claimed_until <= now()) IS NOT FALSE
RETURNING l.token_hash
