-- A replica says whom it holds connections of since a moment, and whom no more; times are in
-- milliseconds ago, so that only the database's clock counts. `_is_whole`: it holds those in
-- `_came` and nobody else, and begins anew where it is not known. Answers whether it is
-- known (where not, nothing was done) and the version of presence after it.
CREATE OR REPLACE FUNCTION public.presence_change(
    _replica_id uuid,
    _lease_ms   bigint,
    _is_whole   boolean,
    _came       bigint[],
    _came_ms    bigint[],
    _gone       bigint[],
    _gone_ms    bigint[]
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
    PERFORM public.presence_lock();
    _now := clock_timestamp();

    IF _is_whole THEN
        INSERT INTO public.replicas AS r (replica_id, beat_at, expires_at)
        VALUES (_replica_id, _now, _now + _lease_ms * interval '1 ms')
        ON CONFLICT (replica_id) DO UPDATE
        SET beat_at = excluded.beat_at,
            expires_at = excluded.expires_at;

        SELECT coalesce(array_agg(p.user_id), '{}'), coalesce(array_agg(0), '{}')
        INTO _gone, _gone_ms
        FROM public.presence AS p
        WHERE p.replica_id = _replica_id
          AND p.user_id NOT IN (SELECT unnest(_came));
    ELSIF NOT EXISTS (SELECT FROM public.replicas AS r WHERE r.replica_id = _replica_id) THEN
        RETURN QUERY SELECT false, 0::bigint;
        RETURN;
    END IF;

    _before := public.online_among(_came || _gone);

    DELETE FROM public.presence AS p
    USING unnest(_gone) AS gone (user_id)
    WHERE p.replica_id = _replica_id
      AND p.user_id = gone.user_id;

    INSERT INTO public.presence AS p (user_id, replica_id)
    SELECT came.user_id, _replica_id
    FROM unnest(_came) AS came (user_id)
    ON CONFLICT (user_id, replica_id) DO NOTHING;

    -- Written when they come as well, so that a crash loses little.
    INSERT INTO public.last_seen AS l (user_id, at)
    SELECT u.id, date_trunc('milliseconds', _now - min(seen.ago) * interval '1 ms')
    FROM (
        SELECT * FROM unnest(_came, _came_ms)
        UNION ALL
        SELECT * FROM unnest(_gone, _gone_ms)
    ) AS seen (user_id, ago)
    JOIN public.users AS u ON u.id = seen.user_id
    GROUP BY u.id
    ON CONFLICT (user_id) DO UPDATE
    SET at = excluded.at
    WHERE l.at < excluded.at;

    _after := public.online_among(_came || _gone);

    RETURN QUERY
    SELECT true, public.presence_announce(
        ARRAY(SELECT unnest(_after) EXCEPT SELECT unnest(_before)),
        ARRAY(SELECT unnest(_before) EXCEPT SELECT unnest(_after))
    );
END;
$$;

-- Which of these users are connected, to whichever replica.
CREATE OR REPLACE FUNCTION public.online_among(_user_ids bigint[])
RETURNS bigint[]
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT ARRAY(
        SELECT DISTINCT p.user_id
        FROM unnest(_user_ids) AS asked (user_id)
        JOIN public.presence AS p ON p.user_id = asked.user_id
    );
$$;
