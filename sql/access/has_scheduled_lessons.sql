-- Whether a person has scheduled lessons, which would have no user with the right role if the person got
-- another one. It is volatile, so that a statement that has waited for the row of the person sees the
-- lessons of then.
CREATE OR REPLACE FUNCTION public.has_scheduled_lessons(_user_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM public.lessons AS l
        WHERE l.teacher_id = _user_id
          AND l.status = 'scheduled'
    ) OR EXISTS (
        SELECT
        FROM public.lessons AS l
        WHERE l.student_id = _user_id
          AND l.status = 'scheduled'
    );
END;
$$;
