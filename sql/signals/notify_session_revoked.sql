-- After sessions are revoked: see notify_access_changed.sql.
CREATE OR REPLACE FUNCTION public.notify_session_revoked()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM public.notify_access_changed(ARRAY(SELECT DISTINCT r.user_id FROM revoked AS r));
    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER notify_session_revoked
    AFTER INSERT ON public.revoked_sessions
    REFERENCING NEW TABLE AS revoked
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.notify_session_revoked();
