-- The number of messages of a chat after an id up to another one that are visits of a user: what unread_count() leaves
-- out of those between the user's own mark and the one that others see. Deleted ones do not count. It looks at the
-- newest 2,000 messages of the range, because users choose how long that is: of a chat that is marked unread further
-- back, the count has the user's own messages before these. A routine of its own, because few marks are moved back.
CREATE OR REPLACE FUNCTION public.own_visits_between(
    _chat_id bigint,
    _user_id bigint,
    _after   bigint,
    _up_to   bigint
)
RETURNS bigint
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT count(*)
        FROM (
            SELECT m.sender_id, m.type, m.forwarded_from, m.scheduled_id
            FROM public.messages AS m
            WHERE NOT m.is_deleted
              AND (m.chat_id, m.id) > (_chat_id, _after)
              AND (m.chat_id, m.id) <= (_chat_id, _up_to)
            ORDER BY m.chat_id DESC, m.id DESC
            LIMIT 2000
        ) AS m
        WHERE m.sender_id = _user_id
          AND m.type <> 'system'
          AND m.forwarded_from IS NULL
          AND m.scheduled_id IS NULL
    );
END;
$$;
