-- The participants of a message's chat, when they first read the message, and the text that it had then. Sending
-- marks the chat read. For a reader of a former text, `back_at` is when they first were in the chat after the last
-- edit, or NULL. An unknown message is an error.
--
--     SELECT * FROM audit.message_readers(7);
CREATE OR REPLACE FUNCTION audit.message_readers(message_id bigint)
RETURNS TABLE (participant text, status text, at timestamptz, text_read text, back_at timestamptz)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
    SELECT audit.require_message(message_id);

    WITH message AS (
        SELECT e.*
        FROM public.events AS e
        WHERE e.position = message_readers.message_id
          AND e.kind = 'message_sent'
    ), versions AS MATERIALIZED (
        SELECT m.position, audit.event_text(m) AS text
        FROM message AS m
        UNION ALL
        SELECT e.position, audit.event_text(e)
        FROM public.events AS e
        WHERE e.kind = 'message_edited'
          AND (e.payload ->> 'message_id')::bigint = message_readers.message_id
    ), named AS (
        SELECT (member ->> 'user_id')::bigint AS user_id, e.position, e.recorded_at,
               e.kind <> 'participant_left' AS is_in
        FROM message AS m
        JOIN public.events AS e ON e.chat_id = m.chat_id
        CROSS JOIN LATERAL jsonb_array_elements(CASE
            WHEN e.kind IN ('chat_created', 'chat_restored') THEN e.payload -> 'participants'
            ELSE jsonb_build_array(e.payload)
        END) AS member
        WHERE e.kind IN ('chat_created', 'chat_restored', 'participant_joined', 'participant_left')
    ), memberships AS (
        SELECT n.user_id, n.position, n.recorded_at, n.is_in
        FROM named AS n
        UNION ALL
        -- A deleted chat has no participants.
        SELECT DISTINCT n.user_id, e.position, e.recorded_at, false
        FROM message AS m
        JOIN public.events AS e ON e.chat_id = m.chat_id AND e.kind = 'chat_deleted'
        JOIN named AS n ON n.position < e.position
    ), members AS (
        SELECT c.user_id,
               -- Whether they were in the chat when it was sent, by the last event before it.
               coalesce((array_agg(c.is_in ORDER BY c.position DESC)
                         FILTER (WHERE c.position < message_readers.message_id))[1], false)
                   AS was_in,
               min(c.recorded_at) FILTER (
                   WHERE c.is_in
                     AND c.position > message_readers.message_id
               ) AS joined_at
        FROM memberships AS c
        GROUP BY c.user_id
    )
    SELECT audit.label_at(p.user_id, CASE
               WHEN p.user_id = m.actor_id THEN m.position
               ELSE coalesce(first_read.position, m.position)
           END),
           audit.said(CASE
               WHEN p.user_id = m.actor_id THEN 'wrote it'
               WHEN first_read.kind = 'chat_read' AND first_read.is_former THEN 'read the former text'
               WHEN first_read.kind = 'chat_read' THEN 'read it'
               WHEN first_read.is_former THEN 'wrote after the former text'
               WHEN first_read.kind = 'message_sent' THEN 'wrote after it'
               WHEN p.was_in THEN 'has not read it'
               WHEN p.joined_at IS NOT NULL THEN 'joined later'
               ELSE 'left before it was sent'
           END),
           CASE
               WHEN p.user_id = m.actor_id THEN m.recorded_at
               ELSE coalesce(first_read.recorded_at, CASE WHEN NOT p.was_in THEN p.joined_at END)
           END,
           CASE WHEN p.user_id IS DISTINCT FROM m.actor_id THEN first_read.text END,
           CASE WHEN p.user_id IS DISTINCT FROM m.actor_id AND first_read.is_former THEN (
               SELECT e.recorded_at
               FROM public.events AS e
               WHERE e.chat_id = m.chat_id
                 AND e.actor_id = p.user_id
                 AND e.position + 0 > (SELECT max(v.position) FROM versions AS v)
                 AND (e.kind = 'chat_read' OR e.kind = 'message_sent' AND public.is_visit(e.payload))
               ORDER BY e.position + 0
               LIMIT 1
           ) END
    FROM message AS m
    CROSS JOIN members AS p
    LEFT JOIN LATERAL (
        SELECT e.position, e.kind, e.recorded_at,
               e.position < (SELECT max(v.position) FROM versions AS v) AS is_former,
               (
                   SELECT v.text
                   FROM versions AS v
                   WHERE v.position < e.position
                   ORDER BY v.position DESC
                   LIMIT 1
               ) AS text
        FROM public.events AS e
        WHERE e.chat_id = m.chat_id
          AND e.actor_id = p.user_id
          AND (e.kind = 'message_sent' AND public.is_visit(e.payload) AND e.position > m.position
               OR e.kind = 'chat_read' AND e.position > m.position
                  AND (e.payload ->> 'up_to_id')::bigint >= m.position)
        ORDER BY e.position
        LIMIT 1
    ) AS first_read ON true
    ORDER BY p.user_id;
$$;
