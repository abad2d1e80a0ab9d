-- Called by each replica every two seconds: extends its lease. If _may_reap, it also deletes
-- replicas whose lease has expired, together with their users, whose last_seen becomes the last
-- heartbeat of the replica. Returns whether the calling replica is registered (if not, it registers
-- again), the version of presence, and the milliseconds until the lease of another replica expires.
CREATE OR REPLACE FUNCTION public.presence_heartbeat(
    _replica_id uuid,
    _lease_ms   bigint,
    _may_reap   boolean
)
RETURNS TABLE (is_known boolean, version bigint, next_expiry_ms bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _now     timestamptz;
    _expired uuid[];
    _users   bigint[];
    _version bigint;
BEGIN
    PERFORM public.lock_presence();
    _now := clock_timestamp();

    UPDATE public.replicas AS r
    SET heartbeat_at = _now,
        expires_at = _now + _lease_ms * interval '1 ms'
    WHERE r.replica_id = _replica_id;
    IF NOT FOUND THEN
        RETURN QUERY SELECT false, 0::bigint, _lease_ms;
        RETURN;
    END IF;

    _expired := ARRAY(
        SELECT r.replica_id
        FROM public.replicas AS r
        WHERE _may_reap
          AND r.expires_at <= _now
          AND r.replica_id <> _replica_id
    );
    IF cardinality(_expired) > 0 THEN
        _users := ARRAY(
            SELECT DISTINCT p.user_id
            FROM public.presence AS p
            WHERE p.replica_id = ANY (_expired)
        );

        INSERT INTO public.last_seen AS l (user_id, at)
        SELECT u.id, date_trunc('milliseconds', max(r.heartbeat_at))
        FROM public.presence AS p
        JOIN public.replicas AS r ON r.replica_id = p.replica_id
        JOIN public.users AS u ON u.id = p.user_id
        WHERE p.replica_id = ANY (_expired)
        GROUP BY u.id
        ON CONFLICT (user_id) DO UPDATE
        SET at = excluded.at
        WHERE l.at < excluded.at;

        DELETE FROM public.replicas AS r WHERE r.replica_id = ANY (_expired);
    END IF;

    _users := coalesce(_users, '{}');
    _version := public.notify_presence(
        '{}',
        ARRAY(SELECT unnest(_users) EXCEPT SELECT unnest(public.filter_online(_users)))
    );

    RETURN QUERY
    SELECT true, _version, ceil(extract(epoch FROM min(r.expires_at) - _now) * 1000)::bigint
    FROM public.replicas AS r
    WHERE r.replica_id <> _replica_id;
END;
$$;
