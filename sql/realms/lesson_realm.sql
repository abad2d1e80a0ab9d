-- The realm whose lessons are in `lessons`; NULL if none has lessons.
CREATE OR REPLACE FUNCTION public.lesson_realm()
RETURNS text
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT r.realm FROM public.realms AS r WHERE r.has_lessons;
$$;
