-- Before a lesson is written: its teacher must be a teacher in the realm with lessons, its student
-- a student there. NULL is allowed only in an UPDATE (the foreign key sets it when a user is
-- deleted). A user who stays in the lesson is not checked again: they may have another role by now,
-- or be deleted by the same statement.
CREATE OR REPLACE FUNCTION public.check_lesson()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _is_update CONSTANT boolean := TG_OP = 'UPDATE';
BEGIN
    IF NEW.teacher_id IS NULL AND NOT _is_update
        OR NEW.teacher_id IS NOT NULL
        AND (NOT _is_update OR NEW.teacher_id IS DISTINCT FROM OLD.teacher_id)
        AND NOT EXISTS (
            SELECT FROM public.users AS u WHERE u.id = NEW.teacher_id AND u.role = 'teacher'
              AND public.is_member_of_realm(u.role, u.realms, public.lesson_realm())
        )
    THEN
        RAISE EXCEPTION 'teacher_id % is not a teacher', coalesce(NEW.teacher_id::text, 'NULL')
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lessons_teacher_role';
    END IF;

    IF NEW.student_id IS NULL AND NOT _is_update
        OR NEW.student_id IS NOT NULL
        AND (NOT _is_update OR NEW.student_id IS DISTINCT FROM OLD.student_id)
        AND NOT EXISTS (
            SELECT FROM public.users AS u WHERE u.id = NEW.student_id AND u.role = 'student'
              AND public.is_member_of_realm(u.role, u.realms, public.lesson_realm())
        )
    THEN
        RAISE EXCEPTION 'student_id % is not a student', coalesce(NEW.student_id::text, 'NULL')
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lessons_student_role';
    END IF;

    RETURN NEW;
END;
$$;

CREATE OR REPLACE TRIGGER check_lesson
    BEFORE INSERT OR UPDATE OF teacher_id, student_id ON public.lessons
    FOR EACH ROW
    EXECUTE FUNCTION public.check_lesson();
