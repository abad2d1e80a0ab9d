-- What a system message tells of: the kind of its event, who caused it, whom it is about, and the title
-- that a group was given. Names are those of now, so that it has none of a user who was deleted.
CREATE OR REPLACE FUNCTION public.system_message(_position bigint)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT jsonb_build_object(
            'kind', e.kind,
            'actor', public.named_user(e.actor_id),
            'user', public.named_user(public.id_in(e.payload, 'user_id')),
            'title', CASE e.kind WHEN 'chat_renamed' THEN e.payload ->> 'content' END
        )
        FROM public.events AS e
        WHERE e.position = _position
    );
END;
$$;

-- A user by id with the name of now; NULL for no user.
CREATE OR REPLACE FUNCTION public.named_user(_user_id bigint)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT jsonb_build_object('id', named.id, 'exists', u.id IS NOT NULL, 'name', u.name)
        FROM (SELECT _user_id AS id WHERE _user_id IS NOT NULL) AS named
        LEFT JOIN LATERAL (
            SELECT u.id, u.name
            FROM public.users AS u
            WHERE u.id = named.id
            OFFSET 0
        ) AS u ON true
    );
END;
$$;
