-- The latest event of a kind in each chat of a range, with the ctid of the chat's row. The planner
-- inlines it.
CREATE OR REPLACE FUNCTION public.latest_in_chats(_from bigint, _to bigint, _kind text)
RETURNS TABLE (chat_ctid tid, last_position bigint, payload jsonb)
LANGUAGE sql
STABLE
AS $$
    SELECT found.ctid, latest.position, latest.payload
    FROM (
        SELECT DISTINCT ON (e.chat_id) e.chat_id, e.position, e.payload
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = _kind
        ORDER BY e.chat_id, e.position DESC
    ) AS latest
    CROSS JOIN LATERAL (
        SELECT f.ctid
        FROM public.chats AS f
        WHERE f.id = latest.chat_id
        OFFSET 0
    ) AS found;
$$;
