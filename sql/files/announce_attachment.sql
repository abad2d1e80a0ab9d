-- Called with the head locked, when more is known of a file than before: appends an event for each of the
-- newest 100 messages that have it. Readers of older ones see it when they read them again. A message that
-- is sent later has it from the beginning. The server, which calls it, cannot insert events itself.
CREATE OR REPLACE FUNCTION public.announce_attachment(_id bigint)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO public.events (realm, chat_id, kind, payload)
    SELECT c.realm,
           m.chat_id,
           'attachment_processed',
           jsonb_build_object(
               'message_id', m.id,
               'author_id', m.sender_id,
               'attachment_id', _id
           )
    FROM (
        SELECT m.id, m.chat_id, m.sender_id, m.is_deleted
        FROM public.messages AS m
        WHERE m.attachments @> ARRAY[_id]
          AND m.attachments <> '{}'
        OFFSET 0
    ) AS m
    CROSS JOIN LATERAL (
        SELECT c.realm, c.deleted_at
        FROM public.chats AS c
        WHERE c.id = m.chat_id
        OFFSET 0
    ) AS c
    WHERE NOT m.is_deleted
      AND m.sender_id IS NOT NULL
      AND c.deleted_at IS NULL
    ORDER BY m.id DESC
    LIMIT 100;
END;
$$;
