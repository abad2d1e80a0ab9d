-- Adds the log-in $1 of the user $2 from the device $3 and the address $4, whose first refresh token has the
-- hash $5 and expires at $6. No row unless the password hash is still $7, with which the password was
-- compared, and the user is active: both rows are locked against a change meanwhile.
--
-- A user keeps the newest 100 log-ins, which the list of them shows: older ones end, and their last tokens
-- expire at $8.
WITH compared AS (
    SELECT c.user_id
    FROM (
        SELECT c.user_id, c.password_hash
        FROM public.credentials AS c
        WHERE c.user_id = $2
        FOR SHARE
    ) AS c
    CROSS JOIN LATERAL (
        SELECT u.deactivated_at
        FROM public.users AS u
        WHERE u.id = $2
        FOR SHARE
    ) AS u
    WHERE c.password_hash = $7
      AND u.deactivated_at IS NULL
), login AS (
    INSERT INTO public.logins (id, user_id, device, address)
    SELECT $1, c.user_id, $3, $4
    FROM compared AS c
    RETURNING id, user_id
), added AS (
    INSERT INTO public.refresh_tokens (token_hash, family, user_id, expires_at)
    SELECT $5, l.id, l.user_id, $6
    FROM login AS l
    RETURNING family
)
SELECT a.family,
       public.end_logins(
           -- The new one is not among those that this statement reads.
           ARRAY(
               SELECT o.id
               FROM public.logins AS o
               WHERE o.user_id = $2
               ORDER BY o.user_id DESC, o.id DESC
               OFFSET 99
           ),
           $8
       ) AS ended
FROM added AS a
