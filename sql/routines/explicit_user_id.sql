-- After users were inserted with ids of their own (a school's import, a provisioned
-- token): the identity goes on after the highest of them, so that the next user
-- without one does not collide.
CREATE OR REPLACE FUNCTION public.explicit_user_id()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _sequence regclass := pg_get_serial_sequence('public.users', 'id');
    _highest  bigint;
BEGIN
    SELECT max(n.id)
    INTO _highest
    FROM new_users AS n;

    IF _highest > coalesce(pg_sequence_last_value(_sequence), 0) THEN
        PERFORM setval(_sequence, _highest);
    END IF;
    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER explicit_user_id
    AFTER INSERT ON public.users
    REFERENCING NEW TABLE AS new_users
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.explicit_user_id();
