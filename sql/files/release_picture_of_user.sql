-- After a user gets another picture or is deleted: the former one expires, unless something else has it.
CREATE OR REPLACE FUNCTION public.release_picture_of_user()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE public.attachments AS a
    SET is_posted = false
    WHERE a.id = OLD.picture_id;
    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER release_picture_of_user
    AFTER UPDATE OF picture_id ON public.users
    FOR EACH ROW
    WHEN (OLD.picture_id IS NOT NULL AND OLD.picture_id IS DISTINCT FROM NEW.picture_id)
    EXECUTE FUNCTION public.release_picture_of_user();

CREATE OR REPLACE TRIGGER release_picture_of_deleted_user
    AFTER DELETE ON public.users
    FOR EACH ROW
    WHEN (OLD.picture_id IS NOT NULL)
    EXECUTE FUNCTION public.release_picture_of_user();
