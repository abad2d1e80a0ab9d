-- Changes the role of a person of a realm, deactivated or not. `role_in_use` if it is a teacher or a student
-- with scheduled lessons, which would have nobody in that role. The triggers of `users` tell all replicas.
CREATE OR REPLACE FUNCTION public.change_role(_user_id bigint, _realm text, _role text)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _user public.users;
BEGIN
    SELECT u.*
    INTO _user
    FROM public.users AS u
    WHERE u.id = _user_id
      AND u.role NOT IN ('guest', 'service')
      AND public.is_member_of_realm(
          u.role,
          CASE WHEN u.deactivated_at IS NULL THEN u.realms ELSE u.former_realms END,
          _realm
      )
    FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'user_not_found';
    ELSIF _user.role = _role THEN
        RETURN 'done';
    END IF;

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
        RETURN 'role_in_use';
    END IF;

    UPDATE public.users AS u SET role = _role WHERE u.id = _user_id;
    RETURN 'done';
END;
$$;
