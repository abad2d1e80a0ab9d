-- Stores that an admin of a realm asks for the erasure of a user of it, and typed the name. Returns `done`, or what
-- refusal_to_administer() says; whoever administers the realm administers its guests.
CREATE OR REPLACE FUNCTION public.request_erasure(
    _realm text,
    _user_id bigint,
    _by bigint,
    _is_only boolean,
    _confirmed_name text
)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _role text := (SELECT u.role FROM public.users AS u WHERE u.id = _user_id);
    _refusal text := CASE
        WHEN _role IS DISTINCT FROM 'guest'
            THEN public.refusal_to_administer(_user_id, _by, _realm, _is_only)
        WHEN NOT public.lock_admin(_by, _realm) THEN 'not_an_admin'
    END;
BEGIN
    IF _refusal IS NOT NULL THEN
        RETURN _refusal;
    END IF;

    INSERT INTO public.erasure_requests (realm, user_id, requested_by, confirmed_name)
    VALUES (_realm, _user_id, _by, _confirmed_name)
    ON CONFLICT (user_id, realm) DO NOTHING;
    RETURN 'done';
END;
$$;
