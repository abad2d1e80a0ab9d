-- The messages of a chat that were deleted: by whom and when, their senders, and the text that was removed. A user
-- who deleted a message of somebody else was the owner of the group or a moderator.
--
--     SELECT * FROM audit.deletions(1);
CREATE OR REPLACE FUNCTION audit.deletions(
    chat_id   bigint,
    from_time timestamptz DEFAULT '-infinity',
    to_time   timestamptz DEFAULT 'infinity'
)
RETURNS TABLE (
    "position" bigint,
    at         timestamptz,
    deleted_by text,
    message_id bigint,
    sender     text,
    sent_at    timestamptz,
    text       text
)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
    SELECT audit.require_chat(chat_id);

    SELECT e.position, e.recorded_at, audit.label_at(e.actor_id, e.position),
           sent.position, audit.label_at(sent.actor_id, sent.position), sent.recorded_at,
           audit.text_of_message_deleted(e)
    FROM public.events AS e
    JOIN public.events AS sent ON sent.position = public.id_in(e.payload, 'message_id')
    WHERE e.chat_id = deletions.chat_id
      AND e.kind = 'message_deleted'
      AND e.recorded_at >= from_time
      AND e.recorded_at < to_time
    ORDER BY e.position;
$$;
