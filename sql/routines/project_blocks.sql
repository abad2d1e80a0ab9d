-- A step of project(): who let whom write nothing to them in the range, or again. The last word
-- counts, whether it was said of a user or, as in the market, of the other one of a chat.
-- An event of the database itself names the blocker; one that was typed by hand may name nobody.
CREATE OR REPLACE FUNCTION public.project_blocks(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    WITH latest AS (
        SELECT DISTINCT ON (e.realm, pair.blocker_id, pair.blocked_id)
               e.position, e.realm, pair.blocker_id, pair.blocked_id, e.recorded_at,
               e.kind IN ('user_blocked', 'participant_blocked') AS is_blocked
        FROM public.events AS e
        CROSS JOIN LATERAL (
            SELECT coalesce((e.payload ->> 'blocker_id')::bigint, e.actor_id) AS blocker_id,
                   (e.payload ->> 'user_id')::bigint AS blocked_id
        ) AS pair
        WHERE e.position BETWEEN _from AND _to
          AND e.kind IN ('user_blocked', 'user_unblocked', 'participant_blocked', 'participant_unblocked')
          AND pair.blocker_id IS NOT NULL
        ORDER BY e.realm, pair.blocker_id, pair.blocked_id, e.position DESC
    ), lifted AS (
        DELETE FROM public.blocks AS b
        WHERE b.ctid = ANY (ARRAY(
            SELECT found.ctid
            FROM latest AS l
            CROSS JOIN LATERAL (
                SELECT f.ctid
                FROM public.blocks AS f
                WHERE f.realm = l.realm
                  AND f.blocker_id = l.blocker_id
                  AND f.blocked_id = l.blocked_id
                OFFSET 0
            ) AS found
            WHERE NOT l.is_blocked
        ))
    )
    INSERT INTO public.blocks (id, realm, blocker_id, blocked_id, blocked_at)
    SELECT l.position, l.realm, l.blocker_id, l.blocked_id, l.recorded_at
    FROM latest AS l
    WHERE l.is_blocked
    ON CONFLICT (realm, blocker_id, blocked_id) DO UPDATE
    SET id = excluded.id,
        blocked_at = excluded.blocked_at;
END;
$$;
