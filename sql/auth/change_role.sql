-- Changes the role of a person of a realm, deactivated or not, by an admin of it. `user_not_found` if the
-- realm has no such person. `not_an_admin` if the caller is no admin any more, or the person belongs to
-- realms that the caller does not belong to, in which the role would count too; _is_only if this realm
-- alone is served. `role_in_use` if it is a teacher or a student with scheduled lessons, which would have
-- nobody in that role. The triggers of `users` tell all replicas.
--
-- Both rows are locked, in the order of their ids: of two admins who demote each other, one stays.
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
DECLARE
    _user public.users;
    _admin public.users;
    _realms text[];
BEGIN
    PERFORM
    FROM public.users AS u
    WHERE u.id = ANY (ARRAY[_user_id, _by])
    ORDER BY u.id
    FOR NO KEY UPDATE;

    SELECT u.* INTO _user FROM public.users AS u WHERE u.id = _user_id;
    SELECT u.* INTO _admin FROM public.users AS u WHERE u.id = _by;
    _realms := CASE WHEN _user.deactivated_at IS NULL THEN _user.realms ELSE _user.former_realms END;
    former_role := _user.role;
    outcome := CASE
        WHEN _user.id IS NULL
          OR _user.role IN ('guest', 'service')
          OR NOT public.is_member_of_realm(_user.role, _realms, _realm)
        THEN 'user_not_found'
        WHEN _admin.id IS NULL
          OR _admin.role <> 'admin'
          OR NOT public.is_member_of_realm(_admin.role, _admin.realms, _realm)
          OR NOT _is_only
         AND _admin.realms IS NOT NULL
         AND (_realms IS NULL OR NOT _realms <@ _admin.realms)
        THEN 'not_an_admin'
        ELSE 'done'
    END;
    IF outcome = 'done' AND _user.role <> _role THEN
        IF EXISTS (
            SELECT
            FROM public.lessons AS l
            WHERE l.teacher_id = _user_id
              AND l.status = 'scheduled'
        ) OR EXISTS (
            SELECT
            FROM public.lessons AS l
            WHERE l.student_id = _user_id
              AND l.status = 'scheduled'
        ) THEN
            outcome := 'role_in_use';
        ELSE
            UPDATE public.users AS u SET role = _role WHERE u.id = _user_id;
        END IF;
    END IF;
    RETURN NEXT;
END;
$$;
