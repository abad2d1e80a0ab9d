-- Called by `vestnik key revoke`: revokes a key, so that no request with it succeeds. Its streams end, and
-- the tokens that it issued, and its user leaves the realm. NULL if there is no such key, false if it was
-- revoked before. The key's own session outlives every stream that was opening meanwhile.
CREATE OR REPLACE FUNCTION public.revoke_api_key(_name text)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _key public.api_keys;
BEGIN
    SELECT k.*
    INTO _key
    FROM public.api_keys AS k
    WHERE k.name = _name
    FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF _key.revoked_at IS NOT NULL THEN
        RETURN false;
    END IF;

    UPDATE public.api_keys AS k
    SET revoked_at = date_trunc('milliseconds', now())
    WHERE k.name = _name;

    -- In a statement after the lock, so that it sees every token: add_key_token.sql.
    INSERT INTO public.revoked_sessions (session, user_id, expires_at)
    SELECT 'key:' || _name, _key.user_id, now() + interval '1 day'
    UNION ALL
    SELECT t.session, t.user_id, t.expires_at
    FROM public.key_tokens AS t
    WHERE t.key_name = _name
      AND t.expires_at > now()
    ON CONFLICT (session) DO NOTHING;

    UPDATE public.users AS u
    SET realms = '{}'
    WHERE u.id = _key.user_id;

    -- The key's streams may be of any user whom it acted for.
    PERFORM public.send_signal('{"recheck": "all"}');
    RETURN true;
END;
$$;
