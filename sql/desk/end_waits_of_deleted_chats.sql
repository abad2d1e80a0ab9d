-- A step of count_waits(): a chat that was deleted in a range of the log waits no longer.
CREATE OR REPLACE FUNCTION public.end_waits_of_deleted_chats(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM public.desk_waits AS w
    USING public.events AS e
    WHERE e.position BETWEEN _from AND _to
      AND e.kind = 'chat_deleted'
      AND w.chat_id = e.chat_id
      AND w.answered_at IS NULL
      AND w.asked_id < e.position;
END;
$$;
