-- A step of append_batch(), run with the head taken: a participant reports a message of the
-- chat, once while their report waits. Who was banned reports nothing.
CREATE OR REPLACE FUNCTION public.decide_message_reported(_drafts public.draft[])
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
               WHEN public.is_banned(d.realm, d.actor_id) THEN 'banned'
               WHEN m.id IS NULL THEN 'message_not_found'
               WHEN EXISTS (
                   SELECT
                   FROM public.reports AS r
                   WHERE r.message_id = m.id
                     AND r.reported_by = d.actor_id
                     AND r.resolution IS NULL
                   OFFSET 0
               ) THEN 'unchanged'
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
        SELECT m.*
        FROM public.messages AS m
        WHERE m.id = (d.payload ->> 'message_id')::bigint
        OFFSET 0
    ) AS m ON m.chat_id = c.id AND NOT m.is_deleted
    WHERE d.kind = 'message_reported';
END;
$$;
