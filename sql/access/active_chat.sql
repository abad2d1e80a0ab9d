-- The chat with an id, if it belongs to the realm and is not deleted. The planner inlines it; the
-- chat is looked up by its key alone (../append/append_batch.sql).
CREATE OR REPLACE FUNCTION public.active_chat(_realm text, _chat_id bigint)
RETURNS SETOF public.chats
LANGUAGE sql
STABLE
AS $$
    SELECT c.*
    FROM (SELECT * FROM public.chats WHERE id = _chat_id OFFSET 0) AS c
    WHERE c.realm = _realm
      AND c.deleted_at IS NULL;
$$;
