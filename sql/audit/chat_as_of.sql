-- A chat as its participants saw it at a time: the messages that were sent and not deleted by then, each with its
-- text at that time and the participants who had read it. Of an edited message `read_by` are those who were in the
-- chat after the edit; the others, who read a former text, are in `read_before_edit`. It uses only the log. A text
-- that has been erased since is NULL. There are no rows if the chat was deleted at that time; an unknown chat is an
-- error. What several messages need is computed once.
--
--     SELECT * FROM audit.chat_as_of(1, '2026-10-04 18:00+03');
CREATE OR REPLACE FUNCTION audit.chat_as_of(chat_id bigint, at timestamptz)
RETURNS TABLE (message_id bigint, sent_at timestamptz, sender text, text text, read_by text[], read_before_edit text[])
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
    SELECT audit.require_chat(chat_id);

    WITH until AS MATERIALIZED (
        SELECT audit.rename_after(chat_as_of.at) AS rename
    ), chat_events AS MATERIALIZED (
        SELECT e.*
        FROM public.events AS e
        WHERE e.chat_id = chat_as_of.chat_id
          AND e.recorded_at <= chat_as_of.at
    ), deleted AS MATERIALIZED (
        SELECT (h.payload ->> 'message_id')::bigint AS id, min(h.position) AS position
        FROM chat_events AS h
        WHERE h.kind = 'message_deleted'
        GROUP BY 1
    ), edited AS MATERIALIZED (
        SELECT DISTINCT ON ((h.payload ->> 'message_id')::bigint)
               (h.payload ->> 'message_id')::bigint AS id, h.position, audit.event_text(h) AS text
        FROM chat_events AS h
        LEFT JOIN deleted AS d ON d.id = (h.payload ->> 'message_id')::bigint
        WHERE h.kind = 'message_edited'
          AND h.position > (h.payload ->> 'message_id')::bigint
          AND h.position < coalesce(d.position, h.position + 1)
        ORDER BY (h.payload ->> 'message_id')::bigint, h.position DESC
    ), memberships AS MATERIALIZED (
        SELECT (member ->> 'user_id')::bigint AS user_id, h.position, h.kind
        FROM chat_events AS h
        CROSS JOIN LATERAL jsonb_array_elements(CASE
            WHEN h.kind IN ('chat_created', 'chat_restored') THEN h.payload -> 'participants'
            ELSE jsonb_build_array(h.payload)
        END) AS member
        WHERE h.kind IN ('chat_created', 'chat_restored', 'participant_joined', 'participant_left')
    ), lifecycle AS MATERIALIZED (
        SELECT coalesce(max(h.position) FILTER (WHERE h.kind = 'chat_deleted'), 0)
                   AS last_deletion,
               coalesce(max(h.position) FILTER (WHERE h.kind = 'chat_restored'), 0)
                   AS last_restoration
        FROM chat_events AS h
    ), last_reads AS MATERIALIZED (
        SELECT h.actor_id AS user_id,
               max(CASE h.kind
                       WHEN 'message_sent' THEN h.position
                       ELSE least((h.payload ->> 'up_to_id')::bigint, h.position)
                   END) AS last_read,
               max(h.position) AS last_visit
        FROM chat_events AS h
        WHERE h.kind = 'chat_read'
           OR h.kind = 'message_sent' AND public.is_visit(h.payload)
        GROUP BY h.actor_id
    ), members AS MATERIALIZED (
        SELECT c.user_id,
               -- Everything before a user joins counts as read; a restored participant keeps
               -- the read mark from before the deletion.
               greatest(
                   max(c.position) FILTER (WHERE c.kind IN ('chat_created', 'participant_joined')),
                   min(c.position) FILTER (WHERE c.kind <> 'participant_left'),
                   max(r.last_read)
               ) AS read_up_to,
               -- Who joins sees what the chat is then.
               greatest(
                   max(c.position) FILTER (WHERE c.kind IN ('chat_created', 'participant_joined')),
                   max(r.last_visit)
               ) AS last_visit
        FROM memberships AS c
        LEFT JOIN last_reads AS r ON r.user_id = c.user_id
        GROUP BY c.user_id
        HAVING (array_agg(c.kind ORDER BY c.position DESC))[1] <> 'participant_left'
           AND max(c.position) > (SELECT l.last_deletion FROM lifecycle AS l)
    ), readers AS MATERIALIZED (
        SELECT m.user_id, m.read_up_to, m.last_visit, audit.label_at(m.user_id, until.rename) AS label
        FROM members AS m
        CROSS JOIN until
    )
    SELECT h.position, h.recorded_at,
           audit.label_of(h.actor_id, u.id, u.name),
           CASE WHEN edit.id IS NULL THEN audit.event_text(h) ELSE edit.text END,
           ARRAY(
               SELECT r.label
               FROM readers AS r
               WHERE r.user_id IS DISTINCT FROM h.actor_id
                 AND r.read_up_to >= h.position
                 AND (edit.id IS NULL OR r.last_visit > edit.position)
               ORDER BY r.user_id
           ),
           ARRAY(
               SELECT r.label
               FROM readers AS r
               WHERE r.user_id IS DISTINCT FROM h.actor_id
                 AND r.read_up_to >= h.position
                 AND coalesce(r.last_visit, 0) < edit.position
               ORDER BY r.user_id
           )
    FROM chat_events AS h
    CROSS JOIN until
    LEFT JOIN LATERAL audit.person_at(h.actor_id, until.rename) AS u ON true
    LEFT JOIN deleted AS d
        ON d.id = h.position
       AND d.position > h.position
    LEFT JOIN edited AS edit ON edit.id = h.position
    CROSS JOIN lifecycle AS l
    WHERE h.kind = 'message_sent'
      AND d.id IS NULL
      AND l.last_deletion <= l.last_restoration
    ORDER BY h.position;
$$;
