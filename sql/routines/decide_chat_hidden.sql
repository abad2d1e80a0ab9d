-- A step of append_batch(), run with the head taken: a participant hides a chat from
-- themselves; one that is hidden already stays so.
CREATE OR REPLACE FUNCTION public.decide_chat_hidden(_drafts public.draft[])
RETURNS SETOF public.verdict
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT d.ordinal,
           CASE
               WHEN p.user_id IS NULL THEN 'not_a_participant'
               WHEN s.hidden_seq >= c.last_seq THEN 'unchanged'
               ELSE 'append'
           END,
           d.chat_id,
           d.payload,
           NULL::bigint
    FROM unnest(_drafts) AS d
    LEFT JOIN LATERAL (
        SELECT c.*
        FROM public.chats AS c
        WHERE c.id = d.chat_id
        OFFSET 0
    ) AS c ON c.realm = d.realm AND c.deleted_at IS NULL
    LEFT JOIN LATERAL (
        SELECT p.*
        FROM public.chat_participants AS p
        WHERE p.chat_id = c.id
          AND p.user_id = d.actor_id
        OFFSET 0
    ) AS p ON p.left_at IS NULL
    LEFT JOIN LATERAL (
        SELECT s.hidden_seq
        FROM public.chat_settings AS s
        WHERE s.chat_id = c.id
          AND s.user_id = d.actor_id
        OFFSET 0
    ) AS s ON true
    WHERE d.kind = 'chat_hidden';
END;
$$;
