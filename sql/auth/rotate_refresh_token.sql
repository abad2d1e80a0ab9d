-- Exchanges a refresh token for the next one of its family, once. A second use means that the token
-- was stolen, and revokes the family. Returns the user and family of a valid token, no family if it
-- was revoked, and no row if there is no such token.
CREATE OR REPLACE FUNCTION public.rotate_refresh_token(
    _old               bytea,
    _new               bytea,
    _expires_at        timestamptz,
    _access_expires_at timestamptz,
    _address           inet
)
RETURNS TABLE (user_id bigint, family uuid)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _token public.refresh_tokens;
BEGIN
    -- The log-in is locked before its tokens, as by end_logins(): so the two cannot deadlock.
    PERFORM
    FROM public.logins AS l
    WHERE l.id = (SELECT t.family FROM public.refresh_tokens AS t WHERE t.token_hash = _old)
    FOR UPDATE;

    SELECT t.*
    INTO _token
    FROM public.refresh_tokens AS t
    WHERE t.token_hash = _old
    FOR UPDATE;

    IF NOT FOUND OR _token.expires_at <= now() THEN
        RETURN;
    END IF;

    IF _token.used_at IS NOT NULL THEN
        PERFORM public.end_logins(ARRAY[_token.family], _access_expires_at);
        RETURN QUERY SELECT _token.user_id, NULL::uuid;
        RETURN;
    END IF;

    UPDATE public.refresh_tokens AS t
    SET used_at = now()
    WHERE t.token_hash = _old;

    INSERT INTO public.refresh_tokens (token_hash, family, user_id, expires_at)
    VALUES (_new, _token.family, _token.user_id, _expires_at);

    UPDATE public.logins AS l
    SET last_used_at = now(),
        address = _address
    WHERE l.id = _token.family;

    RETURN QUERY SELECT _token.user_id, _token.family;
END;
$$;
