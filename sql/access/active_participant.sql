-- The row of a user in a chat, if the user is a participant now. The planner inlines it, as it does
-- active_chat().
CREATE OR REPLACE FUNCTION public.active_participant(_chat_id bigint, _user_id bigint)
RETURNS SETOF public.chat_participants
LANGUAGE sql
STABLE
AS $$
    SELECT p.*
    FROM (
        SELECT *
        FROM public.chat_participants
        WHERE chat_id = _chat_id
          AND user_id = _user_id
        OFFSET 0
    ) AS p;
$$;
