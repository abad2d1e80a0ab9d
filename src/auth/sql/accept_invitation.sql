-- Accepts the invitation of the link with the hash $1, which ends it: adds its user with the name $2 and the
-- password hash $3, who belongs to the realm of the invitation alone. No row if there is no such link, or it
-- has expired.
WITH link AS (
    SELECT l.invitation_id
    FROM (
        SELECT l.invitation_id, l.expires_at
        FROM public.account_links AS l
        WHERE l.token_hash = $1
        OFFSET 0
    ) AS l
    WHERE l.expires_at > now()
), accepted AS (
    DELETE FROM public.invitations AS i
    WHERE i.id = ANY (ARRAY(SELECT l.invitation_id FROM link AS l))
    RETURNING i.email, i.role, i.realm
), added AS (
    INSERT INTO public.users (email, name, role, realms)
    SELECT a.email, $2, a.role, CASE WHEN a.realm IS NOT NULL THEN ARRAY[a.realm] END
    FROM accepted AS a
    RETURNING id, external_id, email, name, role, created_at, picture_id, avatar_url
), credential AS (
    INSERT INTO public.credentials (user_id, password_hash)
    SELECT added.id, $3
    FROM added
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
