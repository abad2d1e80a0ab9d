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
            FROM (
                SELECT a.position, a.chat_id, a.kind
                FROM public.events AS a
                WHERE a.position = (e.payload ->> 'reply_to')::bigint
                OFFSET 0
            ) AS answered
            WHERE answered.position < e.position
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
    JOIN LATERAL (
        SELECT f.last_seq, f.realm
        FROM public.chats AS f
        WHERE f.id = e.chat_id
        OFFSET 0
    ) AS c ON c.realm = e.realm
    WHERE e.position BETWEEN _from AND _to
      AND e.kind = 'message_sent';

    UPDATE public.messages AS m
    SET is_answered = true
    WHERE m.ctid = ANY (ARRAY(
        SELECT found.ctid
        FROM public.events AS e
        CROSS JOIN LATERAL (
            SELECT f.ctid, f.id, f.chat_id, f.is_answered
            FROM public.messages AS f
            WHERE f.id = (e.payload ->> 'reply_to')::bigint
            OFFSET 0
        ) AS found
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'message_sent'
          AND found.id < e.position
          AND found.chat_id = e.chat_id
          AND NOT found.is_answered
    ));

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
    CROSS JOIN LATERAL (
        SELECT f.ctid
        FROM public.chats AS f
        WHERE f.id = sent.chat_id
        OFFSET 0
    ) AS found
    WHERE c.ctid = found.ctid;
END;
$$;
