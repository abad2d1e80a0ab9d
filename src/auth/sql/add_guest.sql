-- Adds a guest with the external_id $1, the name $2 and the role $3, unless the external_id is taken. One who was
-- brought from another application is claimed once.
WITH added AS (
    INSERT INTO public.users (external_id, name, role)
    VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING
    RETURNING id
), claimed AS (
    DELETE FROM public.unclaimed_guests AS g
    USING public.users AS u
    WHERE u.external_id = $1
      AND g.user_id = u.id
    RETURNING g.user_id
)
SELECT a.id AS user_id
FROM added AS a
UNION ALL
SELECT c.user_id
FROM claimed AS c
