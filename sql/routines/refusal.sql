-- Why somebody may not approach others in a realm: the code of the refusal, NULL where they
-- may. This is the one place that looks at bans and blocks, for every realm; it is asked while
-- deciding, with the head taken. Each look-up is by a primary key or a unique index.
CREATE OR REPLACE FUNCTION public.refusal(_realm text, _actor_id bigint, _user_ids bigint[])
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _belongs    boolean;
    _is_banned  boolean;
    _company_id bigint;
    _all_known  boolean;
    _is_blocked boolean;
BEGIN
    SELECT public.belongs_to_realm(u.role, u.realms, _realm), u.company_id,
           public.is_banned(_realm, _actor_id)
    INTO _belongs, _company_id, _is_banned
    FROM public.users AS u
    WHERE u.id = _actor_id;

    SELECT coalesce(bool_and(there.is_visible IS TRUE), true), coalesce(bool_or(there.is_blocking), false)
    INTO _all_known, _is_blocked
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
    ) AS there ON true
    WHERE other.id <> _actor_id;

    RETURN CASE
        WHEN _belongs IS NOT TRUE THEN 'not_in_this_realm'
        WHEN NOT _all_known THEN 'user_not_found'
        WHEN _is_banned THEN 'banned'
        WHEN _is_blocked THEN 'blocked'
    END;
END;
$$;

-- The same for a chat that somebody writes into. The other one of a private chat is
-- approached by it; in a group people chose to be, and may leave it.
CREATE OR REPLACE FUNCTION public.refusal_in_chat(_realm text, _actor_id bigint, _chat_id bigint)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN public.refusal(_realm, _actor_id, ARRAY(
        SELECT p.user_id
        FROM public.chats AS c
        CROSS JOIN LATERAL (
            SELECT other.user_id
            FROM public.chat_participants AS other
            WHERE other.chat_id = c.id
              AND other.left_at IS NULL
            OFFSET 0
        ) AS p
        WHERE c.id = _chat_id
          AND c.type = 'private'
    ));
END;
$$;

-- The same for a chat that is to begin, or to come back, with these participants. In `market` a
-- chat is listed for the other side from its first message on, which a block keeps from being
-- sent: so there who is blocked may begin one, and learns nothing of the block by it.
CREATE OR REPLACE FUNCTION public.refusal_to_begin(_realm text, _actor_id bigint, _participants jsonb)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _refusal CONSTANT text := public.refusal(_realm, _actor_id, ARRAY(
        SELECT (member ->> 'user_id')::bigint
        FROM jsonb_array_elements(_participants) AS member
    ));
BEGIN
    RETURN CASE WHEN _realm <> 'market' OR _refusal <> 'blocked' THEN _refusal END;
END;
$$;
