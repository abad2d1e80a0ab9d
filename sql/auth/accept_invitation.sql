-- Accepts the invitation of a link, which ends it: adds its user, who belongs to the realm of the invitation
-- alone. No row if there is no such link, it has expired, or the admin who invited is none any more.
--
-- The admin is locked before the invitation, as where a change of the admin ends invitations: so the two
-- cannot deadlock.
CREATE OR REPLACE FUNCTION public.accept_invitation(
    _token_hash bytea,
    _name text,
    _password_hash text
)
RETURNS SETOF public.users
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _invitation public.invitations;
    _user public.users;
BEGIN
    SELECT i.*
    INTO _invitation
    FROM (
        SELECT l.invitation_id, l.expires_at
        FROM public.account_links AS l
        WHERE l.token_hash = _token_hash
        OFFSET 0
    ) AS l
    CROSS JOIN LATERAL (
        SELECT i.*
        FROM public.invitations AS i
        WHERE i.id = l.invitation_id
        OFFSET 0
    ) AS i
    WHERE l.expires_at > now();

    IF _invitation.invited_by IS NOT NULL
        AND NOT public.lock_admin(_invitation.invited_by, _invitation.realm)
    THEN
        RETURN;
    END IF;

    -- Perhaps it was revoked or accepted meanwhile.
    DELETE FROM public.invitations AS i WHERE i.id = _invitation.id;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    INSERT INTO public.users (email, name, role, realms)
    VALUES (
        _invitation.email,
        _name,
        _invitation.role,
        CASE WHEN _invitation.realm IS NOT NULL THEN ARRAY[_invitation.realm] END
    )
    RETURNING * INTO _user;
    INSERT INTO public.credentials (user_id, password_hash) VALUES (_user.id, _password_hash);
    RETURN NEXT _user;
END;
$$;
