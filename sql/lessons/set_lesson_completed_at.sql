-- Before a lesson is written: sets `completed_at` according to the status, unless it is given.
CREATE OR REPLACE FUNCTION public.set_lesson_completed_at()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.status <> 'completed' THEN
        NEW.completed_at := NULL;
    ELSIF NEW.completed_at IS NULL THEN
        NEW.completed_at := date_trunc('milliseconds', now());
    END IF;
    RETURN NEW;
END;
$$;

CREATE OR REPLACE TRIGGER set_lesson_completed_at
    BEFORE INSERT OR UPDATE OF status, completed_at ON public.lessons
    FOR EACH ROW
    EXECUTE FUNCTION public.set_lesson_completed_at();
