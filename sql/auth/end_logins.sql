-- Ends log-ins, as at log-out: revokes their access tokens and deletes their refresh tokens. Returns how
-- many there were.
CREATE OR REPLACE FUNCTION public.end_logins(_ids uuid[], _access_expires_at timestamptz)
RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _ended integer;
BEGIN
    WITH ended AS (
        DELETE FROM public.logins AS l
        WHERE l.id = ANY (_ids)
        RETURNING l.id, l.user_id
    ), revoked AS (
        INSERT INTO public.revoked_sessions (session, user_id, expires_at)
        SELECT 'sid:' || e.id, e.user_id, _access_expires_at
        FROM ended AS e
        ON CONFLICT (session) DO NOTHING
    )
    SELECT count(*) INTO _ended FROM ended;
    RETURN _ended;
END;
$$;
