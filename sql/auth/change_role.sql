-- Changes the role of a person of a realm, deactivated or not, by an admin of it. `outcome` is `done`, one of
-- refusal_to_administer(), or `role_in_use` if it is a teacher or a student with scheduled lessons, which
-- would have no user with that role. The triggers of `users` tell all replicas.
CREATE OR REPLACE FUNCTION public.change_role(
    _user_id bigint,
    _by bigint,
    _realm text,
    _is_only boolean,
    _role text
)
RETURNS TABLE (outcome text, former_role text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    outcome := coalesce(public.refusal_to_administer(_user_id, _by, _realm, _is_only), 'done');
    SELECT u.role INTO former_role FROM public.users AS u WHERE u.id = _user_id;
    IF outcome = 'done' AND former_role <> _role THEN
        IF public.has_scheduled_lessons(_user_id) THEN
            outcome := 'role_in_use';
        ELSE
            PERFORM set_config('vestnik.actor', _by::text, true);
            UPDATE public.users AS u SET role = _role WHERE u.id = _user_id;
        END IF;
    END IF;
    RETURN NEXT;
END;
$$;
