-- Called by a replica with the users who connected to it and disconnected from it. Times are in
-- milliseconds before now, so that only the database's clock matters. If _is_snapshot, the users in
-- _connected are all users of the replica, and the replica is registered if it is not. Returns
-- whether it is registered (if not, nothing changed) and the version of presence.
CREATE OR REPLACE FUNCTION public.presence_update(
    _replica_id      uuid,
    _lease_ms        bigint,
    _is_snapshot     boolean,
    _connected       bigint[],
    _connected_ms    bigint[],
    _disconnected    bigint[],
    _disconnected_ms bigint[]
)
RETURNS TABLE (is_known boolean, version bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _now    timestamptz;
    _before bigint[];
    _after  bigint[];
BEGIN
    PERFORM public.lock_presence();
    _now := clock_timestamp();

    IF _is_snapshot THEN
        INSERT INTO public.replicas AS r (replica_id, heartbeat_at, expires_at)
        VALUES (_replica_id, _now, _now + _lease_ms * interval '1 ms')
        ON CONFLICT (replica_id) DO UPDATE
        SET heartbeat_at = excluded.heartbeat_at,
            expires_at = excluded.expires_at;

        SELECT coalesce(array_agg(p.user_id), '{}'), coalesce(array_agg(0), '{}')
        INTO _disconnected, _disconnected_ms
        FROM public.presence AS p
        WHERE p.replica_id = _replica_id
          AND p.user_id NOT IN (SELECT unnest(_connected));
    ELSIF NOT EXISTS (SELECT FROM public.replicas AS r WHERE r.replica_id = _replica_id) THEN
        RETURN QUERY SELECT false, 0::bigint;
        RETURN;
    END IF;

    _before := public.filter_online(_connected || _disconnected);

    DELETE FROM public.presence AS p
    WHERE p.ctid = ANY (ARRAY(
        SELECT found.ctid
        FROM unnest(_disconnected) AS disconnected (user_id)
        CROSS JOIN LATERAL (
            SELECT f.ctid
            FROM public.presence AS f
            WHERE f.user_id = disconnected.user_id
              AND f.replica_id = _replica_id
            OFFSET 0
        ) AS found
    ));

    INSERT INTO public.presence AS p (user_id, replica_id, since)
    SELECT connected.user_id, _replica_id,
           least(_now - connected.ago * interval '1 ms', elsewhere.since)
    FROM unnest(_connected, _connected_ms) AS connected (user_id, ago)
    CROSS JOIN LATERAL (
        SELECT min(e.since) AS since
        FROM public.presence AS e
        WHERE e.user_id = connected.user_id
    ) AS elsewhere
    ON CONFLICT (user_id, replica_id) DO NOTHING;

    -- Also written on connect, so that a crash loses little.
    INSERT INTO public.last_seen AS l (user_id, at)
    SELECT u.id, date_trunc('milliseconds', _now - min(seen.ago) * interval '1 ms')
    FROM (
        SELECT * FROM unnest(_connected, _connected_ms)
        UNION ALL
        SELECT * FROM unnest(_disconnected, _disconnected_ms)
    ) AS seen (user_id, ago)
    CROSS JOIN LATERAL (
        SELECT u.id
        FROM public.users AS u
        WHERE u.id = seen.user_id
        OFFSET 0
    ) AS u
    GROUP BY u.id
    ON CONFLICT (user_id) DO UPDATE
    SET at = excluded.at
    WHERE l.at < excluded.at;

    _after := public.filter_online(_connected || _disconnected);

    RETURN QUERY
    SELECT true, public.notify_presence(
        ARRAY(SELECT unnest(_after) EXCEPT SELECT unnest(_before)),
        ARRAY(SELECT unnest(_before) EXCEPT SELECT unnest(_after))
    );
END;
$$;
