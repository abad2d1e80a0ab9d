-- Whether the token with the hash $1 is of an invitation, if $2, or else of a user who sets a new password.
SELECT EXISTS (
    SELECT
    FROM public.account_links AS l
    WHERE l.token_hash = $1
      AND l.expires_at > now()
      AND (l.invitation_id IS NOT NULL) = $2
) AS is_link
