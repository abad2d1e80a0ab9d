-- A step of append_batch(), run with the head taken: who may send, and what was sent before.
CREATE OR REPLACE FUNCTION public.decide_message_sent(_drafts public.draft[])
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
               WHEN earlier.id IS NULL THEN 'append'
               WHEN earlier.content = d.payload ->> 'content' THEN 'repeat'
               ELSE 'idempotency_conflict'
           END,
           d.chat_id,
           d.payload,
           earlier.id
    FROM unnest(_drafts) AS d
    LEFT JOIN public.chats AS c
        ON c.id = d.chat_id
       AND c.realm = d.realm
    LEFT JOIN public.chat_participants AS p
        ON p.chat_id = c.id
       AND p.user_id = d.actor_id
       AND p.left_at IS NULL
    LEFT JOIN public.messages AS earlier
        ON earlier.chat_id = d.chat_id
       AND earlier.sender_id = d.actor_id
       AND earlier.client_id = (d.payload ->> 'client_id')::uuid
    WHERE d.kind = 'message_sent';
END;
$$;
