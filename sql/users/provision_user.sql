-- When a verified token names a user who is unknown in the realm of the request (AUTH_PROVISION): adds the
-- user, unless they exist. An address that another user has is left out, and a user who was erased is not
-- added again under the same id. A user whom an API key of another realm made is theirs from now on:
-- release_from_key().
CREATE OR REPLACE FUNCTION public.provision_user(
    _id bigint,
    _external_id text,
    _email text,
    _name text,
    _role text,
    _company_id bigint,
    _realms text[],
    _realm text,
    _session text,
    _issued_at timestamptz
)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _free_email text := CASE WHEN NOT EXISTS (
        SELECT
        FROM public.users AS u
        WHERE lower(u.email) = lower(_email)
    ) THEN _email END;
BEGIN
    INSERT INTO public.users (id, external_id, email, name, role, company_id, realms, claims_at)
    SELECT _id, _external_id, _free_email, _name, _role, _company_id, _realms, _issued_at
    WHERE NOT EXISTS (
        SELECT
        FROM public.erasures AS e
        WHERE e.user_id = _id
    )
      -- A user who exists costs no id.
      AND NOT EXISTS (SELECT FROM public.users AS u WHERE u.external_id = _external_id)
    ON CONFLICT DO NOTHING;

    IF NOT FOUND AND _realm = ANY (coalesce(_realms, ARRAY[_realm])) THEN
        PERFORM public.release_from_key(
            _id, _external_id, _free_email, _name, _role, _company_id, _realms, _realm, _session
        );
    END IF;
END;
$$;
