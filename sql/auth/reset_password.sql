-- Sets the password of the user of a link, which works once, and ends all log-ins of the user. Returns
-- the user; NULL if there is no such link, it has expired, the user is deactivated, or the admin who made the
-- link may not administer them any more (_is_only: the server serves no other realm).
--
-- Users are locked before links, as where a change of a user ends links: so the two cannot deadlock.
CREATE OR REPLACE FUNCTION public.reset_password(
    _token_hash bytea,
    _password_hash text,
    _access_expires_at timestamptz,
    _realm text,
    _is_only boolean
)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _link public.account_links;
BEGIN
    SELECT l.*
    INTO _link
    FROM public.account_links AS l
    WHERE l.token_hash = _token_hash
      AND l.user_id IS NOT NULL;

    IF _link.made_by IS NOT NULL
        AND public.refusal_to_administer(_link.user_id, _link.made_by, _realm, _is_only) IS NOT NULL
    THEN
        RETURN NULL;
    END IF;

    -- Locked against being deactivated at this moment.
    PERFORM
    FROM public.users AS u
    WHERE u.id = _link.user_id
      AND u.deactivated_at IS NULL
    FOR SHARE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;

    DELETE FROM public.account_links AS l
    WHERE l.token_hash = _token_hash
      AND l.expires_at > now();
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;

    PERFORM public.set_password(
        _link.user_id, _password_hash, NULL, _access_expires_at, coalesce(_link.made_by, _link.user_id)
    );
    RETURN _link.user_id;
END;
$$;
