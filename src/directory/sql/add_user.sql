-- Adds a user with the e-mail address $1, the name $2 and the role $3, who signs in with a password
-- if its hash $4 is not NULL, and belongs to the realm $5; NULL: to every realm.
WITH added AS (
    INSERT INTO public.users (email, name, role, realms)
    VALUES ($1, $2, $3, CASE WHEN $5::text IS NOT NULL THEN ARRAY[$5::text] END)
    RETURNING id, external_id, email, name, role, created_at, picture_id, avatar_url
), credential AS (
    INSERT INTO public.credentials (user_id, password_hash)
    SELECT added.id, $4
    FROM added
    WHERE $4::text IS NOT NULL
)
SELECT added.id AS user_id,
       added.external_id,
       added.email,
       added.name,
       added.role,
       added.created_at,
       added.picture_id,
       added.avatar_url
FROM added
