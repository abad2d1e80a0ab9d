-- A chat as all its readers see it; chat_for_reader() has the rest. The planner inlines it, as it does
-- chat_view().
CREATE OR REPLACE FUNCTION public.chat_for_all(_chat public.chats)
RETURNS TABLE (
    chat_id      bigint,
    chat_uuid    uuid,
    chat_type    text,
    title        text,
    -- The attachment that is its picture, unless its owner was erased.
    picture_id   bigint,
    context      jsonb,
    created_at   timestamptz,
    members      jsonb,
    member_count bigint,
    -- In the order in which they were pinned; NULL if there are none.
    pinned_ids   bigint[],
    -- The newest message that is not deleted, or system message. No reaction is marked as a reader's
    -- own.
    message_id   bigint,
    message_uuid uuid,
    in_chat_id   bigint,
    sender_id    bigint,
    content      text,
    message_type text,
    system       jsonb,
    reply_to     jsonb,
    forwarded_from jsonb,
    attachments  jsonb,
    reactions    jsonb,
    mentions     bigint[],
    client_id    uuid,
    sent_at      timestamptz,
    edited_at    timestamptz,
    deleted_at   timestamptz
)
LANGUAGE sql
STABLE
AS $$
    SELECT _chat.id,
           _chat.uuid,
           _chat.type,
           _chat.title,
           (
               SELECT a.id
               FROM public.attachments AS a
               WHERE a.id = _chat.picture_id
                 AND a.deleted_at IS NULL
           ),
           _chat.context,
           _chat.created_at,
           members.members,
           members.member_count,
           (
               SELECT array_agg(p.message_id ORDER BY p.id)
               FROM public.pins AS p
               WHERE p.chat_id = _chat.id
           ),
           shown.*
    FROM (
        SELECT CASE _chat.type WHEN 'group' THEN public.group_owner(_chat.id) END AS id
        OFFSET 0
    ) AS owner
    CROSS JOIN LATERAL public.chat_members(_chat, owner.id) AS members
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN _chat.last_system_id > coalesce(_chat.last_message_id, 0)
                THEN _chat.last_system_id
        END AS system_id
        OFFSET 0
    ) AS newest
    LEFT JOIN LATERAL (
        SELECT m.*
        FROM public.messages AS m
        WHERE m.id = _chat.last_message_id
          AND newest.system_id IS NULL
        OFFSET 0
    ) AS last ON true
    LEFT JOIN LATERAL public.message_view(last, newest.system_id, NULL, false) AS shown ON true;
$$;
