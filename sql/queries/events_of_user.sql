-- The events at positions after _after up to _up_to of a user's chats in a realm, at most _limit of each
-- chat. Chat by chat, since a user has few of them and the log has many. The planner inlines it.
CREATE OR REPLACE FUNCTION public.events_of_user(
    _user_id bigint,
    _realm   text,
    _after   bigint,
    _up_to   bigint,
    _limit   bigint
)
RETURNS SETOF public.events
LANGUAGE sql
STABLE
AS $$
    SELECT of_chat.*
    FROM (
        SELECT *
        FROM public.chat_participants AS p
        WHERE p.user_id + 0 = _user_id
        OFFSET 0
    ) AS p
    CROSS JOIN LATERAL (
        SELECT c.realm FROM public.chats AS c WHERE c.id = p.chat_id OFFSET 0
    ) AS c
    CROSS JOIN LATERAL (
        SELECT *
        FROM public.events AS of_chat
        WHERE of_chat.chat_id = p.chat_id
          AND of_chat.position + 0 > _after
          AND of_chat.position + 0 <= _up_to
        ORDER BY of_chat.position + 0
        LIMIT _limit
    ) AS of_chat
    WHERE c.realm = _realm;
$$;
