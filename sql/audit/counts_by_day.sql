-- What happened on each day, in the time zone of the session (`SET TimeZone`), in one chat or in all; days
-- without an event are left out. Reads the whole log.
--
--     SELECT * FROM audit.counts_by_day('2026-09-01', '2026-10-01');
CREATE OR REPLACE FUNCTION audit.counts_by_day(
    from_time timestamptz DEFAULT '-infinity',
    to_time   timestamptz DEFAULT 'infinity',
    in_chat   bigint      DEFAULT NULL
)
RETURNS TABLE (
    day       date,
    messages  bigint,
    edits     bigint,
    deletions bigint,
    writers   bigint,
    chats     bigint,
    events    bigint
)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
    SELECT audit.require_chat(in_chat)
    WHERE in_chat IS NOT NULL;

    SELECT e.recorded_at::date,
           count(*) FILTER (WHERE e.kind = 'message_sent'),
           count(*) FILTER (WHERE e.kind = 'message_edited'),
           count(*) FILTER (WHERE e.kind = 'message_deleted'),
           count(DISTINCT e.actor_id) FILTER (WHERE e.kind = 'message_sent'),
           count(DISTINCT e.chat_id),
           count(*)
    FROM public.events AS e
    WHERE e.recorded_at >= from_time
      AND e.recorded_at < to_time
      AND (in_chat IS NULL OR e.chat_id = in_chat)
    GROUP BY 1
    ORDER BY 1;
$$;
