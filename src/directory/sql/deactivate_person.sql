-- Deactivates the person with the external id $1, for a key of the realm $2 ($3: the server serves no
-- other): they belong to no realm then, so that they are neither found nor written to, and their
-- requests are refused. No row if the realm has no such person; `is_managed` says whether it was done.
WITH found AS (
    SELECT u.id, public.is_managed(u.role, u.realms, $2, $3) AS is_managed
    FROM public.users AS u
    WHERE u.external_id = $1
      AND public.is_member_of_realm(u.role, u.realms, $2)
), deactivated AS (
    UPDATE public.users AS u
    SET former_realms = u.realms,
        realms = '{}',
        deactivated_at = now()
    FROM found
    WHERE u.id = found.id
      AND found.is_managed
)
SELECT found.is_managed
FROM found
