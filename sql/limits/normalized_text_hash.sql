-- A hash of a text, equal for texts that differ only in case or white space.
CREATE OR REPLACE FUNCTION public.normalized_text_hash(_text text)
RETURNS bytea
LANGUAGE sql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT sha256(convert_to(
        lower(btrim(regexp_replace(_text, '\s+', ' ', 'g'))), 'UTF8'
    ));
$$;
