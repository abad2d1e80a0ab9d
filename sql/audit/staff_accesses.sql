-- Who of the staff, or which program, read what others wrote: of one chat or of all, by one user or by all. Of one
-- chat it also has what was read of all chats of its realm at once, such as searches.
--
--     SELECT * FROM audit.staff_accesses(in_chat => 1);
CREATE OR REPLACE FUNCTION audit.staff_accesses(
    in_chat   bigint      DEFAULT NULL,
    by_user   bigint      DEFAULT NULL,
    from_time timestamptz DEFAULT '-infinity',
    to_time   timestamptz DEFAULT 'infinity'
)
RETURNS TABLE (
    "position" bigint,
    at         timestamptz,
    reader     text,
    access     text,
    reason     text,
    route      text,
    address    text
)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
    SELECT audit.require_chat(in_chat)
    WHERE in_chat IS NOT NULL;

    SELECT a.position, a.at,
           audit.label_at(a.user_id, a.position)
               || coalesce(' ' || audit.said('through key') || ' ' || a.via_key, ''),
           audit.access_in_words(a.action, audit.language()) || ': '
               || coalesce(audit.said('chat') || ' ' || a.chat_id, audit.said('all chats'))
               || coalesce(', ' || audit.said('file') || ' ' || a.attachment_id, ''),
           a.reason, a.route, a.address
    FROM public.accesses AS a
    WHERE a.at >= from_time
      AND a.at < to_time
      AND (by_user IS NULL OR a.user_id = by_user)
      AND (in_chat IS NULL OR a.chat_id = in_chat OR a.chat_id IS NULL AND a.realm = (
          SELECT c.realm FROM public.chats AS c WHERE c.id = in_chat
      ))
    ORDER BY a.position;
$$;
