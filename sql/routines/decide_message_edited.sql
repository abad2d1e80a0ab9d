-- A step of append_batch(), run with the head taken: only the author edits, while still in the
-- chat and while the message is there. The same text again emits nothing.
CREATE OR REPLACE FUNCTION public.decide_message_edited(_drafts public.draft[])
RETURNS SETOF public.verdict
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT d.ordinal,
           CASE
               WHEN c.id IS NULL THEN 'message_not_found'
               WHEN p.user_id IS NULL THEN 'not_a_participant'
               WHEN m.sender_id IS DISTINCT FROM d.actor_id THEN 'not_the_author'
               WHEN m.is_deleted THEN 'message_not_found'
               WHEN m.content = d.payload ->> 'content' THEN 'unchanged'
               ELSE coalesce(public.refusal_in_chat(d.realm, d.actor_id, m.chat_id), 'append')
           END,
           m.chat_id,
           d.payload,
           NULL::bigint
    FROM unnest(_drafts) AS d
    LEFT JOIN LATERAL (
        SELECT m.*
        FROM public.messages AS m
        WHERE m.id = (d.payload ->> 'message_id')::bigint
        OFFSET 0
    ) AS m ON true
    LEFT JOIN LATERAL (
        SELECT c.*
        FROM public.chats AS c
        WHERE c.id = m.chat_id
        OFFSET 0
    ) AS c ON c.realm = d.realm
    LEFT JOIN LATERAL (
        SELECT p.*
        FROM public.chat_participants AS p
        WHERE p.chat_id = c.id
          AND p.user_id = d.actor_id
        OFFSET 0
    ) AS p ON p.left_at IS NULL AND c.deleted_at IS NULL
    WHERE d.kind = 'message_edited';
END;
$$;
