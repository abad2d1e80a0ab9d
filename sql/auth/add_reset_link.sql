-- Adds a link with this token, by an admin of a realm, that sets the password of a person of it. Returns
-- `done`, or what refusal_to_administer() says; a deactivated person is not found.
CREATE OR REPLACE FUNCTION public.add_reset_link(
    _token_hash bytea,
    _user_id bigint,
    _by bigint,
    _realm text,
    _is_only boolean,
    _expires_at timestamptz
)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _refusal text := public.refusal_to_administer(_user_id, _by, _realm, _is_only);
BEGIN
    IF _refusal IS NOT NULL THEN
        RETURN _refusal;
    END IF;

    INSERT INTO public.account_links (token_hash, user_id, made_by, expires_at)
    SELECT _token_hash, u.id, _by, _expires_at
    FROM public.users AS u
    WHERE u.id = _user_id
      AND u.deactivated_at IS NULL;
    RETURN CASE WHEN FOUND THEN 'done' ELSE 'user_not_found' END;
END;
$$;
