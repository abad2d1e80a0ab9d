-- Describes all events of a chat in order, including deleted messages and former texts. An unknown
-- chat is an error.
--
--     SELECT * FROM audit.timeline(1);
--     SELECT * FROM audit.timeline(1, after => 4000, max_events => 100);     -- in pages
CREATE OR REPLACE FUNCTION audit.timeline(
    chat_id    bigint,
    after      bigint  DEFAULT 0,
    max_events integer DEFAULT NULL
)
RETURNS TABLE ("position" bigint, at timestamptz, actor text, description text, text text)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
    SELECT audit.require_chat(chat_id);

    SELECT e.position, e.recorded_at, audit.label_of(e.actor_id, u.id, u.name),
           audit.fitting(words.description), words.text
    FROM (
        SELECT *
        FROM public.events AS of_chat
        WHERE of_chat.chat_id = timeline.chat_id
          AND of_chat.position + 0 > timeline.after
        ORDER BY of_chat.position + 0
        LIMIT timeline.max_events
    ) AS e
    LEFT JOIN LATERAL audit.person_at(e.actor_id, e.position) AS u ON true
    CROSS JOIN LATERAL audit.event_in_words(e) AS words
    ORDER BY e.position;
$$;
