-- Called when a replica shuts down: its users have the same grace period to connect to another
-- replica as after any closed connection; then they are offline, even if this replica still runs.
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
