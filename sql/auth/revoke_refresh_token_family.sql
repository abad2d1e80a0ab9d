-- Ends a log-in, at log-out or if a refresh token is used twice: revokes its access tokens, and
-- deletes its refresh tokens.
CREATE OR REPLACE FUNCTION public.revoke_refresh_token_family(
    _family            uuid,
    _access_expires_at timestamptz
)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO public.revoked_sessions (session, user_id, expires_at)
    SELECT DISTINCT 'sid:' || t.family, t.user_id, _access_expires_at
    FROM public.refresh_tokens AS t
    WHERE t.family = _family
    ON CONFLICT (session) DO NOTHING;

    DELETE FROM public.refresh_tokens AS t
    WHERE t.family = _family;
END;
$$;
