-- A step of project(): messages sent in the range, each with the next `seq` of its chat.
CREATE OR REPLACE FUNCTION public.project_sent(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO public.messages
        (id, uuid, chat_id, seq, sender_id, content, reply_to, client_id, created_at,
         type, attachments)
    SELECT e.position,
           e.event_id,
           e.chat_id,
           c.last_seq + row_number() OVER (PARTITION BY e.chat_id ORDER BY e.position),
           e.actor_id,
           e.payload ->> 'content',
           -- Looked up in the log, since it may stand in this very range.
           (SELECT answered.position
            FROM public.events AS answered
            WHERE answered.position = (e.payload ->> 'reply_to')::bigint
              AND answered.position < e.position
              AND answered.chat_id = e.chat_id
              AND answered.kind = 'message_sent'),
           (e.payload ->> 'client_id')::uuid,
           e.recorded_at,
           coalesce(e.payload ->> 'type', 'text'),
           ARRAY(
               SELECT file.id::bigint
               FROM jsonb_array_elements_text(e.payload -> 'attachments')
                    WITH ORDINALITY AS file (id, place)
               ORDER BY file.place
           )
    FROM public.events AS e
    JOIN public.chats AS c ON c.id = e.chat_id AND c.realm = e.realm
    WHERE e.position BETWEEN _from AND _to
      AND e.kind = 'message_sent';

    UPDATE public.messages AS m
    SET is_answered = true
    FROM public.events AS e
    WHERE e.position BETWEEN _from AND _to
      AND e.kind = 'message_sent'
      AND m.id = (e.payload ->> 'reply_to')::bigint
      AND m.id < e.position
      AND m.chat_id = e.chat_id
      AND NOT m.is_answered;

    UPDATE public.chats AS c
    SET last_seq = c.last_seq + sent.messages,
        message_count = c.message_count + sent.messages,
        last_message_id = sent.newest,
        activity_position = sent.newest
    FROM (
        SELECT e.chat_id, count(*) AS messages, max(e.position) AS newest
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'message_sent'
        GROUP BY e.chat_id
    ) AS sent
    WHERE c.id = sent.chat_id;
END;
$$;
