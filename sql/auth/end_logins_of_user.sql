-- Ends the log-ins of a user, except one if it is not NULL.
CREATE OR REPLACE FUNCTION public.end_logins_of_user(
    _user_id bigint,
    _except uuid,
    _access_expires_at timestamptz
)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM public.end_logins(
        ARRAY(
            SELECT l.id
            FROM public.logins AS l
            WHERE l.user_id = _user_id
              AND l.id IS DISTINCT FROM _except
        ),
        _access_expires_at
    );
END;
$$;
