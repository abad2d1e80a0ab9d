-- Locked until COMMIT by every change of presence: two replicas that release the same user at the
-- same moment would each see the other's row, and neither would announce it. What is read in order
-- to announce it is read after this call, in a statement of its own.
CREATE OR REPLACE FUNCTION public.lock_presence()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM FROM public.locks AS l WHERE l.name = 'presence' FOR UPDATE;
END;
$$;
