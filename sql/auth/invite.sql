-- Invites an e-mail address, by a link with this token, and by an e-mail too if a language is given. It
-- replaces an invitation of the same address. Returns `done`, `not_an_admin` if the admin who invites is none
-- any more, or `email_taken` if a user has the address, or it is invited by another request at this moment.
CREATE OR REPLACE FUNCTION public.invite(
    _id uuid,
    _email text,
    _role text,
    _realm text,
    _invited_by bigint,
    _expires_at timestamptz,
    _token_hash bytea,
    _language text
)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF _invited_by IS NOT NULL AND NOT public.lock_admin(_invited_by, _realm) THEN
        RETURN 'not_an_admin';
    END IF;
    IF EXISTS (SELECT FROM public.users AS u WHERE lower(u.email) = lower(_email)) THEN
        RETURN 'email_taken';
    END IF;

    DELETE FROM public.invitations AS i WHERE lower(i.email) = lower(_email);

    INSERT INTO public.invitations (id, email, role, realm, invited_by, expires_at)
    VALUES (_id, _email, _role, _realm, _invited_by, _expires_at)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN 'email_taken';
    END IF;

    INSERT INTO public.account_links (token_hash, invitation_id, expires_at)
    VALUES (_token_hash, _id, _expires_at);

    INSERT INTO public.deliveries (channel, receiver, language)
    SELECT 'mail_links', 'invitation/' || _id, _language
    WHERE _language IS NOT NULL;
    RETURN 'done';
END;
$$;
