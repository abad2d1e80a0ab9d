-- Whether a user is a guest who would be taken for a member of staff of the realm under this name: for a teacher,
-- an admin, a moderator or a program. NULL counts as no.
CREATE OR REPLACE FUNCTION public.is_name_of_staff(_realm text, _user_id bigint, _name text)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF (SELECT u.role FROM public.users AS u WHERE u.id = _user_id) <> 'guest' THEN
        RETURN false;
    END IF;
    RETURN EXISTS (
        SELECT
        FROM (
            SELECT u.name, u.role, u.realms
            FROM public.users AS u
            WHERE u.role IN ('teacher', 'admin', 'moderator', 'service')
            OFFSET 0
        ) AS staff
        WHERE public.is_member_of_realm(staff.role, staff.realms, _realm)
          AND public.name_skeleton(staff.name) = public.name_skeleton(_name)
    );
END;
$$;
