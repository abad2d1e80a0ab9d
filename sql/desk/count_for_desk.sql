-- Counts the next events of the log, at most `_max_events`, for the operator's desk. True if there are
-- more and this session may count them. One session counts at a time. Every replica calls it every few
-- seconds; it returns at once if another one counts. With `_waits`, before figures are shown, it waits for
-- that, but not for long: then the figures are those that are counted.
--
-- Only private chats of realms with a desk are waited in. A message that was deleted waits no longer; an
-- answer that was deleted remains an answer.
CREATE OR REPLACE FUNCTION public.count_for_desk(_max_events integer, _waits boolean)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    _from bigint;
    _head bigint;
    _to   bigint;
BEGIN
    _from := public.lock_desk_position(_waits) + 1;
    SELECT h.position INTO _head FROM public.log_head AS h;
    IF _from IS NULL OR _head < _from THEN
        RETURN false;
    END IF;
    _to := least(_head, _from + _max_events - 1);

    INSERT INTO public.desk_activity AS a (realm, begins, chat_id, messages)
    SELECT e.realm, date_bin('15 minutes', e.recorded_at, '2000-01-01 00:00+00'), e.chat_id, count(*)
    FROM public.events AS e
    WHERE e.position BETWEEN _from AND _to
      AND e.kind = 'message_sent'
      AND public.realm_has_desk(e.realm)
    GROUP BY 1, 2, 3
    ON CONFLICT (realm, begins, chat_id) DO UPDATE
    SET messages = a.messages + excluded.messages;

    INSERT INTO public.desk_authors AS a (user_id, messages, texts)
    SELECT e.actor_id, count(*) FILTER (WHERE e.kind = 'message_sent'), count(*)
    FROM public.events AS e
    WHERE e.position BETWEEN _from AND _to
      AND e.actor_id IS NOT NULL
      AND e.payload ? 'content'
    GROUP BY e.actor_id
    ON CONFLICT (user_id) DO UPDATE
    SET messages = a.messages + excluded.messages,
        texts = a.texts + excluded.texts;

    PERFORM public.count_waits(_from, _to);

    DELETE FROM public.desk_authors AS a
    USING public.events AS e
    WHERE e.position BETWEEN _from AND _to
      AND e.kind = 'user_erased'
      AND a.user_id = (e.payload ->> 'user_id')::bigint;

    UPDATE public.desk_position SET position = _to;
    RETURN _to < _head;
END;
$$;
