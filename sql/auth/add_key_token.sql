-- Before a key issues a token for a person: records the token's session, so that it ends with the key,
-- and for auditors.
-- False if the key was revoked meanwhile. A revocation that is under way is waited for.
CREATE OR REPLACE FUNCTION public.add_key_token(
    _key_name   text,
    _session    text,
    _user_id    bigint,
    _expires_at timestamptz
)
RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM
    FROM public.api_keys AS k
    WHERE k.name = _key_name
      AND k.revoked_at IS NULL
    FOR SHARE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    INSERT INTO public.key_tokens (session, key_name, user_id, expires_at)
    VALUES (_session, _key_name, _user_id, _expires_at);
    INSERT INTO audit.key_actions (key_name, action, user_id, session)
    VALUES (_key_name, 'issued_token', _user_id, _session);
    RETURN true;
END;
$$;
