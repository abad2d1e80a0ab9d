-- The members of a chat ordered by id, as arrays of equal length. `_scope` selects them and the look-ups
-- for each:
--   member_ids   members, without their rows in `users`
--   members      members, with the UUID of the message each has read up to
--   everyone     members and former members
--   others       the same without `_reader_id`
--   pair         members, with what a list of chats shows of the two of a private chat
--
-- A member who blocks the reader has read nothing, as far as the reader sees. The name of a deleted user
-- is ''. The planner inlines it, as it does chat_view().
CREATE OR REPLACE FUNCTION public.chat_members(
    _realm     text,
    _chat_id   bigint,
    _reader_id bigint,
    _scope     text
)
RETURNS TABLE (
    user_ids        bigint[],
    roles           text[],
    joined_ats      timestamptz[],
    names           text[],
    external_ids    text[],
    user_roles      text[],
    picture_ids     bigint[],
    avatar_urls     text[],
    last_seens      timestamptz[],
    last_read_ids   bigint[],
    last_read_uuids uuid[]
)
LANGUAGE sql
STABLE
AS $$
    SELECT array_agg(p.user_id ORDER BY p.user_id),
           array_agg(p.role ORDER BY p.user_id),
           array_agg(p.joined_at ORDER BY p.user_id),
           array_agg(CASE WHEN u.id IS NULL THEN '' ELSE u.name END ORDER BY p.user_id)
               FILTER (WHERE _scope <> 'member_ids'),
           array_agg(u.external_id ORDER BY p.user_id) FILTER (WHERE _scope <> 'member_ids'),
           array_agg(u.role ORDER BY p.user_id) FILTER (WHERE _scope <> 'member_ids'),
           array_agg(u.picture_id ORDER BY p.user_id) FILTER (WHERE _scope = 'pair'),
           array_agg(u.avatar_url ORDER BY p.user_id) FILTER (WHERE _scope = 'pair'),
           array_agg(seen.at ORDER BY p.user_id) FILTER (WHERE _scope = 'pair'),
           array_agg(
               CASE WHEN block.id IS NULL THEN p.last_read_id ELSE 0 END ORDER BY p.user_id
           ),
           array_agg(last_read.uuid ORDER BY p.user_id) FILTER (WHERE _scope = 'members')
    FROM (
        SELECT p.user_id, p.role, p.last_read_id, p.joined_at
        FROM public.chat_participants AS p
        WHERE p.chat_id = _chat_id
        UNION ALL
        SELECT f.user_id, f.role, f.last_read_id, f.joined_at
        FROM public.former_participants AS f
        WHERE f.chat_id = CASE WHEN _scope IN ('everyone', 'others') THEN _chat_id END
        OFFSET 0
    ) AS p
    LEFT JOIN LATERAL (
        SELECT u.*
        FROM public.users AS u
        WHERE u.id = p.user_id
          AND _scope <> 'member_ids'
        OFFSET 0
    ) AS u ON true
    LEFT JOIN LATERAL (
        SELECT b.id
        FROM public.blocks AS b
        WHERE b.realm = _realm
          AND b.blocker_id = p.user_id
          AND b.blocked_id = _reader_id
          AND _scope <> 'member_ids'
        OFFSET 0
    ) AS block ON true
    LEFT JOIN LATERAL (
        SELECT l.at
        FROM public.last_seen AS l
        WHERE l.user_id = p.user_id
          AND _scope = 'pair'
        OFFSET 0
    ) AS seen ON true
    LEFT JOIN LATERAL (
        SELECT m.uuid
        FROM public.messages AS m
        WHERE m.id = CASE WHEN block.id IS NULL THEN p.last_read_id END
          AND _scope = 'members'
        OFFSET 0
    ) AS last_read ON true
    WHERE p.user_id IS DISTINCT FROM _reader_id
       OR _scope <> 'others';
$$;
