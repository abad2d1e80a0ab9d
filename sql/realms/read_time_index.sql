-- The index for histories that show when each message was read. Its predicate lists the realms with
-- that policy, so it is rebuilt when the policies change.
DO $generate$
DECLARE
    _predicate CONSTANT text := format(
        'realm = ANY (%L::text[]) AND kind IN (''message_sent'', ''chat_read'')',
        (SELECT coalesce(array_agg(r.realm ORDER BY r.realm), '{}')
         FROM public.realms AS r
         WHERE r.has_read_times)
    );
BEGIN
    IF obj_description(to_regclass('public.events_read_marks'), 'pg_class') = _predicate THEN
        RETURN;
    END IF;

    DROP INDEX IF EXISTS public.events_read_marks;
    EXECUTE format(
        'CREATE INDEX events_read_marks ON public.events (chat_id, actor_id, (position + 0))
         WHERE %s',
        _predicate
    );
    EXECUTE format('COMMENT ON INDEX public.events_read_marks IS %L', _predicate);
END;
$generate$;
