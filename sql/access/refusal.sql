-- Decides whether a user may write to others in a realm: the code of the refusal, or NULL if the
-- user may. Bans and blocks are checked only here, for every realm. Called while deciding, with the
-- head locked. Each look-up is by a primary key or a unique index.
CREATE OR REPLACE FUNCTION public.refusal(_realm text, _actor_id bigint, _user_ids bigint[])
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _belongs     boolean;
    _is_banned   boolean;
    _company_id  bigint;
    _all_visible boolean;
    _is_blocked  boolean;
BEGIN
    SELECT public.is_member_of_realm(u.role, u.realms, _realm), u.company_id,
           EXISTS (
               SELECT
               FROM public.bans AS b
               WHERE b.realm = _realm
                 AND b.user_id = _actor_id
           )
    INTO _belongs, _company_id, _is_banned
    FROM public.users AS u
    WHERE u.id = _actor_id;

    SELECT coalesce(bool_and(found.is_visible IS TRUE), true),
           coalesce(bool_or(found.is_blocking), false)
    INTO _all_visible, _is_blocked
    FROM unnest(_user_ids) AS other (id)
    LEFT JOIN LATERAL (
        SELECT public.is_visible(_realm, u.role, u.realms, u.company_id, _company_id) AS is_visible,
               EXISTS (
                   SELECT
                   FROM public.blocks AS b
                   WHERE b.realm = _realm
                     AND b.blocker_id = u.id
                     AND b.blocked_id = _actor_id
               ) AS is_blocking
        FROM public.users AS u
        WHERE u.id = other.id
        OFFSET 0
    ) AS found ON true
    WHERE other.id <> _actor_id;

    RETURN CASE
        WHEN _belongs IS NOT TRUE THEN 'not_in_this_realm'
        WHEN NOT _all_visible THEN 'user_not_found'
        WHEN _is_banned THEN 'banned'
        WHEN _is_blocked THEN 'blocked'
    END;
END;
$$;
