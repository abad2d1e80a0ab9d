-- The scheduled message with an id, if it is the user's own in the realm and neither sent nor cancelled. The planner
-- inlines it, as it does active_chat().
CREATE OR REPLACE FUNCTION public.open_scheduled(_id bigint, _realm text, _user_id bigint)
RETURNS SETOF public.scheduled_messages
LANGUAGE sql
STABLE
AS $$
    SELECT s.*
    FROM (SELECT * FROM public.scheduled_messages WHERE id = _id OFFSET 0) AS s
    WHERE s.realm = _realm
      AND s.user_id = _user_id
      AND s.state IN ('waiting', 'failed');
$$;
