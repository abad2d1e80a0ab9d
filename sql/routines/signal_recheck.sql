-- After statements that change what someone may do without being an event: a role
-- or the realms of a user changed, a user removed, a session revoked. The replicas are asked to look again at
-- the people behind their open streams. A lost signal is made good by the look they
-- take every few seconds anyway. Ids go 300 at a time, since a NOTIFY holds 8,000 bytes.
CREATE OR REPLACE FUNCTION public.signal_recheck(_user_ids bigint[])
RETURNS void
LANGUAGE sql
AS $$
    SELECT public.send_signal(json_build_object('recheck', json_agg(u.id))::text)
    FROM (
        SELECT id, (row_number() OVER () - 1) / 300 AS part
        FROM unnest(_user_ids) AS id
    ) AS u
    GROUP BY u.part;
$$;

CREATE OR REPLACE FUNCTION public.signal_role_change()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM public.signal_recheck(ARRAY(
        SELECT o.id
        FROM old_users AS o
        JOIN new_users AS n ON n.id = o.id
        WHERE n.role <> o.role
           OR n.realms IS DISTINCT FROM o.realms
    ));
    RETURN NULL;
END;
$$;

CREATE OR REPLACE FUNCTION public.signal_removal()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM public.signal_recheck(ARRAY(SELECT o.id FROM old_users AS o));
    RETURN NULL;
END;
$$;

CREATE OR REPLACE FUNCTION public.signal_revocation()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM public.signal_recheck(ARRAY(SELECT DISTINCT r.user_id FROM revoked AS r));
    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER signal_role_change
    AFTER UPDATE ON public.users
    REFERENCING OLD TABLE AS old_users NEW TABLE AS new_users
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.signal_role_change();

CREATE OR REPLACE TRIGGER signal_removal
    AFTER DELETE ON public.users
    REFERENCING OLD TABLE AS old_users
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.signal_removal();

CREATE OR REPLACE TRIGGER signal_revocation
    AFTER INSERT ON public.revoked_sessions
    REFERENCING NEW TABLE AS revoked
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.signal_revocation();
