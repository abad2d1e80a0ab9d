-- The newest message of a chat between two positions of which an absent user has to be notified: not
-- deleted, not silent, unread, and of another user. No row if there is none, or the user has left the chat or the
-- realm, or has connected since the message. The planner inlines it, as it does chat_view().
CREATE OR REPLACE FUNCTION public.message_to_notify_of(
    _user_id bigint,
    _chat_id bigint,
    _since bigint,
    _until bigint
)
RETURNS SETOF public.messages
LANGUAGE sql
STABLE
AS $$
    SELECT m.*
    FROM public.active_participant(_chat_id, _user_id) AS p
    CROSS JOIN LATERAL (
        SELECT sent.*
        FROM public.messages AS sent
        WHERE (sent.chat_id, sent.id) >= (_chat_id, greatest(_since, p.last_read_id + 1))
          AND (sent.chat_id, sent.id) <= (_chat_id, _until)
          AND sent.sender_id IS DISTINCT FROM _user_id
          AND NOT sent.is_deleted
          AND NOT sent.is_silent
        ORDER BY sent.chat_id DESC, sent.id DESC
        LIMIT 1
    ) AS m
    CROSS JOIN LATERAL (
        SELECT u.role, u.realms
        FROM public.users AS u
        WHERE u.id = _user_id
        OFFSET 0
    ) AS u
    CROSS JOIN LATERAL (
        SELECT c.realm
        FROM public.chats AS c
        WHERE c.id = _chat_id
        OFFSET 0
    ) AS c
    CROSS JOIN LATERAL public.absence(_user_id, m.created_at)
    WHERE public.is_member_of_realm(u.role, u.realms, c.realm);
$$;
