-- Retires the realms that are not among $1 and have no chats or are among $2, and returns the names of the
-- others, which have chats and would be lost.
WITH gone AS (
    SELECT
        r.realm,
        r.realm <> ALL ($2) AND EXISTS (
            SELECT
            FROM public.chats AS c
            WHERE c.realm = r.realm
        ) AS is_kept
    FROM public.realms AS r
    WHERE r.realm <> ALL ($1)
      AND r.retired_at IS NULL
),
retired AS (
    UPDATE public.realms AS r
    SET retired_at = now()
    FROM gone AS g
    WHERE g.realm = r.realm
      AND NOT g.is_kept
)
SELECT g.realm
FROM gone AS g
WHERE g.is_kept
ORDER BY g.realm
