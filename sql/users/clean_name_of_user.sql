-- Before a user is written: cleans the name. The server checks names before, but a token's claim and another
-- system's SQL may have any.
CREATE OR REPLACE FUNCTION public.clean_name_of_user()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    NEW.name := public.clean_name(NEW.name);
    RETURN NEW;
END;
$$;

CREATE OR REPLACE TRIGGER clean_name_of_user
    BEFORE INSERT OR UPDATE OF name ON public.users
    FOR EACH ROW
    WHEN (NEW.name IS NOT NULL)
    EXECUTE FUNCTION public.clean_name_of_user();
