-- The realm that `lessons` belongs to; NULL if no realm has lessons.
CREATE OR REPLACE FUNCTION public.lesson_realm()
RETURNS text
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT r.realm FROM public.realms AS r WHERE r.has_lessons;
$$;
