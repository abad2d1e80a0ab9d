-- Before a user is inserted without an id: assigns one. Guests and users with an `external_id` get
-- ids that a numeric subject of a token cannot name; others get the next free number. Explicit ids
-- (of an import or a numeric subject) do not advance the sequences, so that tokens cannot exhaust
-- them.
CREATE OR REPLACE FUNCTION public.assign_user_id()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _first_free bigint;
BEGIN
    IF NEW.external_id IS NOT NULL OR NEW.role = 'guest' THEN
        NEW.id := nextval('public.external_user_ids');
        RETURN NEW;
    END IF;

    LOOP
        NEW.id := nextval('public.users_id_seq');
        EXIT WHEN NOT EXISTS (SELECT FROM public.users AS u WHERE u.id = NEW.id);

        -- An explicit id, perhaps followed by a million others: finds the end of the run, and skips
        -- it with nextval(), which, unlike setval(), never goes back below the value that another
        -- session has just taken.
        SELECT u.id + 1
        INTO _first_free
        FROM public.users AS u
        WHERE u.id >= NEW.id
          AND NOT EXISTS (SELECT FROM public.users AS next WHERE next.id = u.id + 1)
        ORDER BY u.id
        LIMIT 1;

        PERFORM nextval('public.users_id_seq')
        FROM generate_series(NEW.id + 2, _first_free);
    END LOOP;

    RETURN NEW;
END;
$$;

CREATE OR REPLACE TRIGGER assign_user_id
    BEFORE INSERT ON public.users
    FOR EACH ROW
    WHEN (NEW.id IS NULL)
    EXECUTE FUNCTION public.assign_user_id();
