-- Called by after_append with the positions of the statement's events: notifies all replicas of
-- them when the transaction commits.
--
-- The events of a small statement travel in the notification, with what their readers need
-- (event_context.sql), so that a replica that is up to date does not have to read the log. Such a
-- notification is `<code> log <cursor> <last> [<event>, …]`: the cursor of the event before the
-- first, the last position, and the events as JSON arrays (src/log/carried_events.rs). Its channel
-- is a secret (../signals/events_channel.sql), because every login may LISTEN. A replica whose log
-- does not end with that cursor reads the log instead, so a repeated or foreign notification does no
-- harm. A NOTIFY is limited to 8,000 bytes, so there may be several.
--
-- Of a large statement, or after an event that does not fit, only the new head is sent, on
-- `vestnik_events`: to read an event among many costs a quarter of writing it here, where all other
-- appends wait for the head.
CREATE OR REPLACE FUNCTION public.notify_appended(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    _max_events CONSTANT integer := 8;
    _max_bytes  CONSTANT integer := 7800;
    _texts      text[];
    _cursors    text[];
    _after      text := '0-00000000';
    _part       text := '';
BEGIN
    IF _to - _from >= _max_events THEN
        PERFORM pg_notify('vestnik_events', _to::text);
        RETURN;
    END IF;

    SELECT array_agg(n.text ORDER BY n.position),
           array_agg(n.position || '-' || right(n.event_id::text, 8) ORDER BY n.position)
    INTO _texts, _cursors
    FROM (
        SELECT e.position, e.event_id,
               json_build_array(
                   e.event_id, e.realm, e.chat_id, e.kind, e.actor_id, e.payload,
                   CASE WHEN isfinite(e.recorded_at)
                        THEN (extract(epoch FROM e.recorded_at) * 1000000)::bigint
                   END,
                   c.chat_uuid, c.subject_uuid, c.files, c.newly_read, c.is_blanked,
                   c.is_in_group, c.shown_to
               )::text AS text
        FROM generate_series(_from, _to) AS p (position)
        CROSS JOIN LATERAL (
            SELECT * FROM public.events AS e WHERE e.position = p.position OFFSET 0
        ) AS e
        CROSS JOIN LATERAL public.event_context(
            e.position, e.realm, e.kind, e.chat_id, e.actor_id, e.payload
        ) AS c
    ) AS n;

    SELECT e.position || '-' || right(e.event_id::text, 8)
    INTO _after
    FROM public.events AS e
    WHERE e.position = _from - 1;

    _after := coalesce(_after, '0-00000000');
    FOR _n IN 1 .. cardinality(_texts) LOOP
        IF _part <> '' AND octet_length(_part) + octet_length(_texts[_n]) >= _max_bytes THEN
            PERFORM public.notify_part(_after, _from + _n - 2, _part);
            _after := _cursors[_n - 1];
            _part := '';
        END IF;
        IF octet_length(_texts[_n]) >= _max_bytes THEN
            PERFORM pg_notify('vestnik_events', _to::text);
            RETURN;
        END IF;
        _part := _part || CASE WHEN _part = '' THEN '' ELSE ',' END || _texts[_n];
    END LOOP;

    PERFORM public.notify_part(_after, _to, _part);
END;
$$;
