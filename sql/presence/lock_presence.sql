-- Locks presence until COMMIT; every change of presence calls it. Without it, two replicas that
-- unregister the same user at the same time would each see the other's row, and neither would
-- notify. Read the state for a notification after this call and in a separate statement.
CREATE OR REPLACE FUNCTION public.lock_presence()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM FROM public.locks AS l WHERE l.name = 'presence' FOR UPDATE;
END;
$$;
