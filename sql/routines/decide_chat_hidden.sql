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
    LEFT JOIN public.chats AS c
        ON c.id = d.chat_id
       AND c.realm = d.realm
       AND c.deleted_at IS NULL
    LEFT JOIN public.chat_participants AS p
        ON p.chat_id = c.id
       AND p.user_id = d.actor_id
       AND p.left_at IS NULL
    LEFT JOIN public.chat_settings AS s
        ON s.chat_id = c.id
       AND s.user_id = d.actor_id
    WHERE d.kind = 'chat_hidden';
END;
$$;
