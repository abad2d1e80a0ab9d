-- A replica shuts down. Its users have as long to come to another one as they have after any
-- connection that closes; then they are gone, whether or not it is there to say so.
CREATE OR REPLACE FUNCTION public.presence_unregister(_replica_id uuid, _grace_ms bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM public.lock_presence();

    IF EXISTS (SELECT FROM public.presence AS p WHERE p.replica_id = _replica_id) THEN
        UPDATE public.replicas AS r
        SET heartbeat_at = clock_timestamp(),
            expires_at = clock_timestamp() + _grace_ms * interval '1 ms'
        WHERE r.replica_id = _replica_id;
    ELSE
        DELETE FROM public.replicas AS r WHERE r.replica_id = _replica_id;
    END IF;
END;
$$;
