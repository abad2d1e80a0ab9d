-- Whether a new message is a scheduled one that waits, whose time has come, with the text that it has now: for
-- decide_message_sent(). Another replica may have sent it, and its author may have changed or cancelled it, since
-- it was read.
CREATE OR REPLACE FUNCTION public.is_due(_new_event public.new_event)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN coalesce((
        SELECT s.state = 'waiting'
           AND s.send_at <= clock_timestamp()
           AND s.chat_id = _new_event.chat_id
           AND s.content = _new_event.payload ->> 'content'
        FROM public.open_scheduled(
            (_new_event.payload ->> 'scheduled_id')::bigint, _new_event.realm, _new_event.actor_id
        ) AS s
    ), false);
END;
$$;
