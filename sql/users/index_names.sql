-- After users are inserted, updated or deleted: stores the rows of name_suffixes() of those whose
-- name, role or realms changed, and removes those that they had. Triggers of statements, because
-- other systems may write many users at once.
CREATE OR REPLACE FUNCTION public.index_names()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    _before public.users[] := '{}';
    _after  public.users[] := '{}';
BEGIN
    CASE TG_OP
        WHEN 'INSERT' THEN
            _after := ARRAY(SELECT n FROM new_users AS n);
        WHEN 'DELETE' THEN
            _before := ARRAY(SELECT o FROM old_users AS o);
        WHEN 'UPDATE' THEN
            _before := ARRAY(SELECT o FROM old_users AS o EXCEPT SELECT n FROM new_users AS n);
            _after := ARRAY(SELECT n FROM new_users AS n EXCEPT SELECT o FROM old_users AS o);
    END CASE;

    DELETE FROM public.name_suffixes AS stored
    WHERE stored.ctid = ANY (ARRAY(
        SELECT found.ctid
        FROM unnest(_before) AS u
        CROSS JOIN LATERAL public.name_suffixes(u.name, u.role, u.realms) AS s
        CROSS JOIN LATERAL (
            SELECT f.ctid
            FROM public.name_suffixes AS f
            WHERE f.realm = s.realm
              AND f.suffix = s.suffix
              AND f.user_id = u.id
            OFFSET 0
        ) AS found
    ));

    INSERT INTO public.name_suffixes (realm, suffix, user_id)
    SELECT s.realm, s.suffix, u.id
    FROM unnest(_after) AS u
    CROSS JOIN LATERAL public.name_suffixes(u.name, u.role, u.realms) AS s;

    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER index_names_of_inserted
    AFTER INSERT ON public.users
    REFERENCING NEW TABLE AS new_users
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.index_names();

CREATE OR REPLACE TRIGGER index_names_of_updated
    AFTER UPDATE ON public.users
    REFERENCING OLD TABLE AS old_users NEW TABLE AS new_users
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.index_names();

CREATE OR REPLACE TRIGGER index_names_of_deleted
    AFTER DELETE ON public.users
    REFERENCING OLD TABLE AS old_users
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.index_names();
