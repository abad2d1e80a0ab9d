-- A step of project(): who was banned from a realm in the range, or let in again. The last word
-- counts.
CREATE OR REPLACE FUNCTION public.project_bans(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    DELETE FROM public.bans AS b
    WHERE b.ctid = ANY (ARRAY(
        SELECT found.ctid
        FROM public.events AS e
        CROSS JOIN LATERAL (
            SELECT f.ctid
            FROM public.bans AS f
            WHERE f.realm = e.realm
              AND f.user_id = (e.payload ->> 'user_id')::bigint
            OFFSET 0
        ) AS found
        WHERE e.position BETWEEN _from AND _to
          AND e.kind IN ('user_banned', 'user_unbanned')
    ));

    INSERT INTO public.bans (id, realm, user_id, banned_at)
    SELECT latest.position, latest.realm, latest.user_id, latest.recorded_at
    FROM (
        SELECT DISTINCT ON (e.realm, (e.payload ->> 'user_id')::bigint)
               e.position, e.realm, (e.payload ->> 'user_id')::bigint AS user_id, e.kind,
               e.recorded_at
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind IN ('user_banned', 'user_unbanned')
        ORDER BY e.realm, (e.payload ->> 'user_id')::bigint, e.position DESC
    ) AS latest
    WHERE latest.kind = 'user_banned';
END;
$$;
