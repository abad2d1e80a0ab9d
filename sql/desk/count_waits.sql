-- A step of count_for_desk(): the waits for an answer that begin or end in a range of the log. It goes from
-- one group of deletions to the next, so that the result does not depend on the ranges: a deletion finds what
-- was sent before it, and nothing that was sent later.
CREATE OR REPLACE FUNCTION public.count_waits(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    _begins  bigint := _from;
    _deleted bigint;
    _ends    bigint;
BEGIN
    WHILE _begins <= _to LOOP
        SELECT e.position
        INTO _deleted
        FROM public.events AS e
        WHERE e.position BETWEEN _begins AND _to
          AND e.kind IN ('message_deleted', 'chat_deleted')
          AND public.realm_has_desk(e.realm)
        ORDER BY e.position
        LIMIT 1;

        SELECT e.position - 1
        INTO _ends
        FROM public.events AS e
        WHERE e.position BETWEEN _deleted AND _to
          AND e.kind = 'message_sent'
          AND public.realm_has_desk(e.realm)
        ORDER BY e.position
        LIMIT 1;

        _ends := coalesce(_ends, _to);
        PERFORM public.add_waits(_begins, _ends);
        IF _deleted IS NOT NULL THEN
            PERFORM public.end_waits_of_deleted_chats(_deleted, _ends);
            PERFORM public.move_waits(_deleted, _ends);
        END IF;
        _begins := _ends + 1;
    END LOOP;
END;
$$;
