-- A chat as its participants saw it at a moment: the messages that were there and not
-- deleted yet, and who of those then in the chat had read them. It is read from the log
-- alone. A text that was erased since is NULL.
--
--     SELECT * FROM audit.chat_at(1, '2026-10-04 18:00+03');
CREATE OR REPLACE FUNCTION audit.chat_at(chat_id bigint, at timestamptz)
RETURNS TABLE (message_id bigint, sent_at timestamptz, who text, text text, read_by text[])
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    WITH happened AS MATERIALIZED (
        SELECT e.*
        FROM public.events AS e
        WHERE e.chat_id = chat_at.chat_id
          AND e.recorded_at <= chat_at.at
    ), deleted AS (
        SELECT (h.payload ->> 'message_id')::bigint AS id, min(h.position) AS position
        FROM happened AS h
        WHERE h.kind = 'message_deleted'
        GROUP BY 1
    ), comings AS (
        SELECT (member ->> 'user_id')::bigint AS user_id, h.position, h.kind <> 'participant_left' AS is_in
        FROM happened AS h
        CROSS JOIN LATERAL jsonb_array_elements(CASE h.kind
            WHEN 'chat_created' THEN h.payload -> 'participants'
            ELSE jsonb_build_array(h.payload)
        END) AS member
        WHERE h.kind IN ('chat_created', 'participant_joined', 'participant_left')
    ), members AS (
        SELECT last.user_id,
               last.position AS since,
               (SELECT max(CASE h.kind
                               WHEN 'message_sent' THEN h.position
                               ELSE least((h.payload ->> 'up_to_id')::bigint, h.position)
                           END)
                FROM happened AS h
                WHERE h.actor_id = last.user_id
                  AND h.kind IN ('message_sent', 'chat_read')) AS has_read
        FROM (
            SELECT DISTINCT ON (c.user_id) c.user_id, c.position, c.is_in
            FROM comings AS c
            ORDER BY c.user_id, c.position DESC
        ) AS last
        WHERE last.is_in
    )
    SELECT h.position, h.recorded_at, audit.person(h.actor_id),
           CASE WHEN h.payload ? 'content_digest' THEN NULL ELSE h.payload ->> 'content' END,
           ARRAY(
               SELECT audit.person(m.user_id)
               FROM members AS m
               WHERE m.user_id IS DISTINCT FROM h.actor_id
                 -- Who comes in starts with everything before as read.
                 AND greatest(m.has_read, m.since) >= h.position
               ORDER BY m.user_id
           )
    FROM happened AS h
    LEFT JOIN deleted AS d
        ON d.id = h.position
       AND d.position > h.position
    WHERE h.kind = 'message_sent'
      AND d.id IS NULL
    ORDER BY h.position;
$$;
