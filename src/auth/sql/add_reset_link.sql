-- Adds a link with the token hash $1 that sets the password of the user $2 of the realm $3, until $4. No row if
-- there is no such user.
INSERT INTO public.account_links (token_hash, user_id, expires_at)
SELECT $1, u.id, $4
FROM (
    SELECT u.id, u.role, u.realms
    FROM public.users AS u
    WHERE u.id = $2
    OFFSET 0
) AS u
WHERE u.role <> 'guest'
  AND public.is_member_of_realm(u.role, u.realms, $3)
RETURNING user_id
