-- Everything that happened in a chat, in order and in words, with what was deleted and every text
-- that a message ever had.
--
--     SELECT * FROM audit.timeline(1);
--     SELECT * FROM audit.timeline(1, after => 4000, most => 100);     -- in pages
CREATE OR REPLACE FUNCTION audit.timeline(
    chat_id bigint,
    after   bigint  DEFAULT 0,
    most    integer DEFAULT NULL
)
RETURNS TABLE ("position" bigint, at timestamptz, who text, what text, text text)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT e.position, e.recorded_at, audit.user_label(e.actor_id), words.what, words.text
    FROM (
        SELECT *
        FROM public.events AS of_chat
        WHERE of_chat.chat_id = timeline.chat_id
          AND of_chat.position + 0 > timeline.after
        ORDER BY of_chat.position + 0
        LIMIT timeline.most
    ) AS e
    CROSS JOIN LATERAL audit.describe_event(e) AS words
    ORDER BY e.position;
$$;
