-- Adds the log-in $1 of the user $2 from the device $3 and the address $4, whose first refresh token has the
-- hash $5 and expires at $6. No row unless the password hash is still $7, with which the password was
-- compared, and the user is active: both rows are locked against a change meanwhile.
WITH compared AS (
    SELECT c.user_id
    FROM public.credentials AS c
    JOIN public.users AS u ON u.id = c.user_id
    WHERE c.user_id = $2
      AND c.password_hash = $7
      AND u.deactivated_at IS NULL
    FOR SHARE
), login AS (
    INSERT INTO public.logins (id, user_id, device, address)
    SELECT $1, c.user_id, $3, $4
    FROM compared AS c
    RETURNING id, user_id
)
INSERT INTO public.refresh_tokens (token_hash, family, user_id, expires_at)
SELECT $5, l.id, l.user_id, $6
FROM login AS l
RETURNING family
