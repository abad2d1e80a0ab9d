-- Accepts the invitation of the link with the hash $1, which ends it: adds its user with the name $2 and the
-- password hash $3. No row if there is no such link, or it has expired.
WITH accepted AS (
    DELETE FROM public.invitations AS i
    USING public.account_links AS l
    WHERE l.token_hash = $1
      AND l.invitation_id = i.id
      AND l.expires_at > now()
    RETURNING i.email, i.role
), added AS (
    INSERT INTO public.users (email, name, role)
    SELECT a.email, $2, a.role
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
