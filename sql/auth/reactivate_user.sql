-- Reactivates a user who belonged to a realm, by an admin of it: everything is as before deactivate_user(),
-- but for the log-ins. Returns `done`, or what refusal_to_administer() says.
CREATE OR REPLACE FUNCTION public.reactivate_user(
    _user_id bigint,
    _by bigint,
    _realm text,
    _is_only boolean
)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _refusal text := public.refusal_to_administer(_user_id, _by, _realm, _is_only);
BEGIN
    PERFORM set_config('vestnik.actor', _by::text, true);
    UPDATE public.users AS u
    SET realms = u.former_realms,
        former_realms = NULL,
        deactivated_at = NULL
    WHERE u.id = _user_id
      AND u.deactivated_at IS NOT NULL
      AND _refusal IS NULL;
    RETURN coalesce(_refusal, 'done');
END;
$$;
