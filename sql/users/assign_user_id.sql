-- Before a user is inserted without an id: gives it one of the right range. Guests and users
-- with an `external_id` get ids that no numeric subject of a token can name; the others get the
-- next free number. Ids that were given explicitly (an import, a numeric subject) move no
-- sequence: a token must not be able to exhaust one.
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
        NEW.id := nextval('public.user_numbers');
        EXIT WHEN NOT EXISTS (SELECT FROM public.users AS u WHERE u.id = NEW.id);

        -- Taken by an explicit id, and perhaps a million after it: finds the end of the run
        -- and skips it with nextval(), which, unlike setval(), never goes back below what
        -- another session drew meanwhile.
        SELECT u.id + 1
        INTO _first_free
        FROM public.users AS u
        WHERE u.id >= NEW.id
          AND NOT EXISTS (SELECT FROM public.users AS next WHERE next.id = u.id + 1)
        ORDER BY u.id
        LIMIT 1;

        PERFORM nextval('public.user_numbers')
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
