-- Deletes refresh tokens that have expired, and the log-ins that have no other.
WITH expired AS (
    DELETE FROM public.refresh_tokens AS t
    WHERE t.expires_at < now()
    RETURNING t.family
)
DELETE FROM public.logins AS l
WHERE l.id = ANY (ARRAY(
    SELECT e.family
    FROM expired AS e
    WHERE NOT EXISTS (
        SELECT
        FROM (
            SELECT t.expires_at
            FROM public.refresh_tokens AS t
            WHERE t.family = e.family
            OFFSET 0
        ) AS t
        WHERE t.expires_at >= now()
    )
))
