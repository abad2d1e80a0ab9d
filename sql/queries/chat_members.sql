-- The first members of a chat by id, with what is shown of each, and the number of all of them.
-- `_owner_id` is the owner of a group, NULL for other chats. The planner inlines it, as it does
-- chat_view().
CREATE OR REPLACE FUNCTION public.chat_members(_chat public.chats, _owner_id bigint)
RETURNS TABLE (members jsonb, member_count bigint)
LANGUAGE sql
STABLE
AS $$
    SELECT jsonb_agg(
               jsonb_build_object(
                   'user_id', p.user_id,
                   -- Of a deleted user these are null.
                   'exists', u.id IS NOT NULL,
                   'name', u.name,
                   'picture_id', u.picture_id,
                   'user_role', u.role,
                   'avatar_url', u.avatar_url,
                   -- In milliseconds.
                   'last_seen', floor(extract(epoch FROM seen.at) * 1000)::bigint,
                   'role', public.role_beside_owner(p, _owner_id),
                   'is_seller', p.role = 'seller',
                   'joined_at', floor(extract(epoch FROM p.joined_at) * 1000)::bigint,
                   'last_read_id', p.last_read_id
               )
               ORDER BY p.user_id
           ),
           (
               SELECT count(*)
               FROM public.chat_participants AS p
               WHERE p.chat_id = _chat.id
           )
    FROM (
        SELECT p.*
        FROM public.chat_participants AS p
        WHERE p.chat_id = _chat.id
        ORDER BY p.chat_id, p.user_id
        LIMIT 100
    ) AS p
    LEFT JOIN LATERAL (
        SELECT u.id, u.name, u.role, u.picture_id, u.avatar_url
        FROM public.users AS u
        WHERE u.id = p.user_id
        OFFSET 0
    ) AS u ON true
    LEFT JOIN LATERAL (
        SELECT l.at
        FROM public.last_seen AS l
        WHERE l.user_id = p.user_id
        OFFSET 0
    ) AS seen ON true;
$$;
