-- Sets the password of the user of a link, which works once, and ends all log-ins of the user. Returns
-- the user; NULL if there is no such link, it has expired, or the user is deactivated.
CREATE OR REPLACE FUNCTION public.reset_password(
    _token_hash bytea,
    _password_hash text,
    _access_expires_at timestamptz
)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _user_id bigint;
BEGIN
    DELETE FROM public.account_links AS l
    WHERE l.token_hash = _token_hash
      AND l.user_id IS NOT NULL
      AND l.expires_at > now()
    RETURNING l.user_id INTO _user_id;

    -- Locked against being deactivated at this moment.
    SELECT u.id INTO _user_id
    FROM public.users AS u
    WHERE u.id = _user_id
      AND u.deactivated_at IS NULL
    FOR SHARE;

    IF _user_id IS NOT NULL THEN
        PERFORM public.set_password(_user_id, _password_hash, NULL, _access_expires_at);
    END IF;
    RETURN _user_id;
END;
$$;
