-- After sessions are revoked: ends their push subscriptions, so that a browser shows no messages of a
-- user who has logged out there.
CREATE OR REPLACE FUNCTION public.end_push_of_sessions()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    DELETE FROM public.push_subscriptions AS s
    WHERE s.session = ANY (ARRAY(SELECT r.session FROM revoked AS r));
    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER end_push_of_sessions
    AFTER INSERT ON public.revoked_sessions
    REFERENCING NEW TABLE AS revoked
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.end_push_of_sessions();
