-- When a token proves in _realm that its holder owns an id or an external id under which an API key of another realm
-- has made a person: the person gets the realms of the token besides, and is beyond the key from now on. What
-- the key could use to sign in as them elsewhere goes: the e-mail address, the role, the picture and the
-- company become those of the token, and passwords, links and log-ins end. A name stays if the token has none,
-- a role if lessons are scheduled. A person who was deactivated in the key's realm stays so there alone.
--
-- Nothing happens if somebody but a key decided on the realms of the person, or if this server issued the
-- token, which proves nothing: for a key, or for a log-in with a password.
CREATE OR REPLACE FUNCTION public.release_from_key(
    _id bigint,
    _external_id text,
    _email text,
    _name text,
    _role text,
    _company_id bigint,
    _realms text[],
    _realm text,
    _session text
)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _user public.users;
    _is_active boolean;
BEGIN
    SELECT u.*
    INTO _user
    FROM public.users AS u
    WHERE u.id = coalesce(
        _id,
        (SELECT named.id FROM public.users AS named WHERE named.external_id = _external_id)
    )
      AND u.key_realm <> _realm
    FOR NO KEY UPDATE;
    _is_active := _user.deactivated_at IS NULL;

    IF NOT FOUND
        OR NOT public.is_managed(
            _user.role,
            CASE WHEN _is_active THEN _user.realms ELSE _user.former_realms END,
            _user.key_realm
        )
        OR EXISTS (SELECT FROM public.key_tokens AS t WHERE t.session = _session)
        OR EXISTS (
            SELECT
            FROM public.logins AS l
            WHERE l.user_id = _user.id
              AND 'sid:' || l.id = _session
        )
    THEN
        RETURN;
    END IF;

    UPDATE public.users AS u
    SET realms = CASE
            WHEN _is_active AND _realms IS NULL THEN NULL
            WHEN _is_active THEN array_append(array_remove(_realms, u.key_realm), u.key_realm)
            ELSE array_remove(
                coalesce(_realms, ARRAY(SELECT r.realm FROM public.realms AS r)), u.key_realm
            )
        END,
        deactivated_at = NULL,
        former_realms = NULL,
        key_realm = NULL,
        email = _email,
        name = coalesce(_name, u.name),
        role = CASE WHEN public.has_scheduled_lessons(u.id) THEN u.role ELSE _role END,
        company_id = _company_id,
        avatar_url = NULL
    WHERE u.id = _user.id;

    DELETE FROM public.credentials AS c WHERE c.user_id = _user.id;
    DELETE FROM public.account_links AS l WHERE l.user_id = _user.id;
    DELETE FROM public.deliveries AS d
    WHERE d.channel = 'mail_links'
      AND d.receiver = 'password/' || _user.id;
    -- No access token lives longer.
    PERFORM public.end_logins_of_user(_user.id, NULL, now() + interval '1 day');
END;
$$;
