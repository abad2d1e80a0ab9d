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
               ) THEN 'unchanged'
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
    LEFT JOIN public.messages AS m
        ON m.id = (d.payload ->> 'message_id')::bigint
       AND m.chat_id = c.id
       AND NOT m.is_deleted
    WHERE d.kind = 'message_reported';
END;
$$;
