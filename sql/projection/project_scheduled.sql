-- A step of project(): the messages that are to be sent later. It is also called by project_messages(), for the few
-- messages that were scheduled: a second run for a range changes nothing. What is sent stays sent, and what is
-- cancelled is not sent; of changes and failures the latest one says whether it waits.
INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES (
    'project_scheduled', 94,
    '{message_scheduled, scheduled_changed, scheduled_cancelled, scheduled_failed}'
);

CREATE OR REPLACE FUNCTION public.project_scheduled(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO public.scheduled_messages
        (id, realm, chat_id, user_id, client_id, content, content_position, send_at, reply_to,
         attachments, parts, via_key, state)
    SELECT e.position,
           e.realm,
           e.chat_id,
           e.actor_id,
           coalesce((e.payload ->> 'client_id')::uuid, e.event_id),
           e.payload ->> 'content',
           e.position,
           (e.payload ->> 'send_at')::timestamptz,
           (e.payload ->> 'reply_to')::bigint,
           CASE
               WHEN e.payload ? 'attachments'
                   THEN public.ids_in_order(e.payload -> 'attachments')
               ELSE '{}'
           END,
           e.payload
               - '{content, content_digest, erased_user_id, send_at, client_id, via_key}'::text[],
           e.payload ->> 'via_key',
           'waiting'
    FROM public.events AS e
    WHERE e.position BETWEEN _from AND _to
      AND e.kind = 'message_scheduled'
      -- Manual SQL may omit the actor.
      AND e.actor_id IS NOT NULL
    ON CONFLICT (id) DO NOTHING;

    WITH later AS MATERIALIZED (
        SELECT e.position,
               e.chat_id,
               e.kind,
               e.payload,
               (e.payload ->> 'scheduled_id')::bigint AS id,
               e.kind = 'scheduled_changed' AS is_change
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind IN ('message_sent', 'scheduled_changed', 'scheduled_cancelled',
                         'scheduled_failed')
          AND e.payload ? 'scheduled_id'
    ), changed AS MATERIALIZED (
        SELECT found.row_id,
               bool_or(l.kind = 'message_sent') AS is_sent,
               bool_or(l.kind = 'scheduled_cancelled') AS is_cancelled,
               bool_or(l.is_change) AS is_changed,
               (array_agg(l.kind ORDER BY l.position DESC)
                   FILTER (WHERE l.is_change OR l.kind = 'scheduled_failed'))[1] AS latest,
               (array_agg(l.payload ->> 'via_key' ORDER BY l.position DESC)
                   FILTER (WHERE l.is_change))[1] AS via_key,
               (array_agg(l.payload ->> 'send_at' ORDER BY l.position DESC)
                   FILTER (WHERE l.is_change AND l.payload ? 'send_at'))[1]::timestamptz AS send_at,
               (array_agg(l.payload ->> 'content' ORDER BY l.position DESC)
                   FILTER (WHERE l.is_change AND l.payload ? 'content'))[1] AS content,
               max(l.position) FILTER (WHERE l.is_change AND l.payload ? 'content')
                   AS content_position
        FROM later AS l
        CROSS JOIN LATERAL (
            SELECT f.ctid AS row_id, f.chat_id
            FROM public.scheduled_messages AS f
            WHERE f.id = l.id
            OFFSET 0
        ) AS found
        WHERE l.id < l.position
          AND found.chat_id = l.chat_id
        GROUP BY found.row_id
    )
    UPDATE public.scheduled_messages AS s
    SET content = coalesce(c.content, s.content),
        content_position = coalesce(c.content_position, s.content_position),
        send_at = coalesce(c.send_at, s.send_at),
        via_key = CASE WHEN c.is_changed THEN c.via_key ELSE s.via_key END,
        state = CASE
            WHEN c.is_sent OR s.state = 'sent' THEN 'sent'
            WHEN c.is_cancelled OR s.state = 'cancelled' THEN 'cancelled'
            WHEN c.latest = 'scheduled_changed' THEN 'waiting'
            WHEN c.latest = 'scheduled_failed' THEN 'failed'
            ELSE s.state
        END
    FROM changed AS c
    WHERE s.ctid = c.row_id;
END;
$$;
