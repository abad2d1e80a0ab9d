-- Where others see what an event changes of a user: the realms of the user, each with the ids of the chats in
-- which others are with the user: {"<realm>": [<chat>, …], …}. For event_context(), which may read the event
-- later: a chat that the user has left since is among them, as all are once the user was deleted. NULL if
-- there is no realm.
CREATE OR REPLACE FUNCTION public.shown_to(_user_id bigint, _position bigint)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT jsonb_object_agg(of_realm.realm, of_realm.chat_ids)
        FROM (
            SELECT shown.realm,
                   coalesce(
                       jsonb_agg(shown.chat_id ORDER BY shown.chat_id)
                           FILTER (WHERE shown.chat_id IS NOT NULL),
                       '[]'
                   ) AS chat_ids
            FROM (
                SELECT r.realm, NULL::bigint AS chat_id
                FROM (
                    SELECT * FROM public.users AS u WHERE u.id = _user_id OFFSET 0
                ) AS u
                CROSS JOIN public.realms AS r
                WHERE public.is_member_of_realm(
                    u.role,
                    -- Those to which a deactivated user would return.
                    CASE WHEN u.deactivated_at IS NULL THEN u.realms ELSE u.former_realms END,
                    r.realm
                )
                UNION ALL
                SELECT c.realm, c.id
                FROM (
                    SELECT p.chat_id
                    FROM public.chat_participants AS p
                    WHERE p.user_id + 0 = _user_id
                    UNION
                    SELECT f.chat_id
                    FROM public.former_participants AS f
                    WHERE (f.user_id + 0, f.left_position) > (_user_id, _position)
                      AND (f.user_id + 0, f.left_position) < (_user_id + 1, 0::bigint)
                ) AS of_user
                CROSS JOIN LATERAL (
                    SELECT c.id, c.realm FROM public.chats AS c WHERE c.id = of_user.chat_id OFFSET 0
                ) AS c
            ) AS shown
            GROUP BY shown.realm
        ) AS of_realm
    );
END;
$$;
