-- Runs once for each batch of a server's writer: locks the head, decides on every new event,
-- appends those that are allowed, and returns the outcome of each, all in one round trip.
--
-- The events of a batch were sent concurrently, so every order of them is correct in which each
-- event is still allowed. Reads, edits and deletions refer to earlier messages and come first, then
-- sends; a participant leaves, and a chat is deleted, after the other events of the chat.
-- event_kinds.append_rank is that order. The writer never puts conflicting events into one batch.
-- Sends may add read marks of their senders: read_marks_of_senders.sql.
--
-- If the connection is lost around COMMIT, the writer calls it again with _retry: an event whose
-- event_id is in the log was appended by the first attempt.
--
-- Without _wait it does nothing and returns no row if another transaction has the lock: see
-- wait_for_head.sql. Otherwise there is a row for each new event, in any order.
--
-- _prepared has what prepare_text() computed of each event's text: nothing whose cost a user chooses
-- runs while the head is locked. If a text has changed since, the outcome is `outdated`.
--
-- _keys has the names of the API keys through which the events were caused; NULL if there are none.
-- _user_limits is `domain::PersonalLimits`, the limits of each user (../limits/enforce_limits.sql).
--
-- # Why look-ups are LATERAL subqueries
-- A plan is made once per connection, perhaps on an empty log, and must stay efficient when the log
-- has grown, whatever the statistics. So here and in all routines that it calls, every look-up is a
-- LATERAL subquery whose only condition is one key; OFFSET 0 keeps the planner from merging it with
-- the query around it. Other conditions on the row stand outside, in ON. The settings prevent a
-- sequential scan of a table that the planner believes to be empty.
CREATE OR REPLACE FUNCTION public.append_batch(
    _event_ids   uuid[],
    _realms      text[],
    _kinds       text[],
    _chat_ids    bigint[],
    _actor_ids   bigint[],
    _payloads    jsonb[],
    _limits      jsonb[],
    _prepared    jsonb[],
    _keys        text[],
    _user_limits jsonb,
    _retry       boolean,
    _wait        boolean
)
RETURNS SETOF public.append_result
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    _head       bigint;
    _now        timestamptz;
    _new_events public.new_event[];
    _decisions  public.decision[] := '{}';
    _marks      public.new_event[] := '{}';
    _positioned     public.positioned_event[];
    _setting    text;
BEGIN
    _head := public.lock_head(_wait);
    IF _head IS NULL THEN
        RETURN;
    END IF;

    SELECT array_agg(
        ROW(
            d.n, d.event_id, d.realm, d.kind, d.chat_id, d.actor_id, d.payload, d.limits, d.prepared
        )::public.new_event
    )
    INTO _new_events
    FROM unnest(
        _event_ids, _realms, _kinds, _chat_ids, _actor_ids, _payloads, _limits, _prepared
    ) WITH ORDINALITY AS d (
        event_id, realm, kind, chat_id, actor_id, payload, limits, prepared, n
    );

    IF _retry THEN
        _decisions := public.find_stored(_new_events);
        _new_events := ARRAY(
            SELECT d
            FROM unnest(_new_events) AS d
            WHERE d.ordinal <> ALL (ARRAY(SELECT (v.event).ordinal FROM unnest(_decisions) AS v))
        );
    END IF;

    _decisions := _decisions || public.decide(_new_events, _kinds);

    IF _user_limits IS NOT NULL THEN
        _decisions := public.enforce_limits(_decisions, _kinds, _user_limits);
    END IF;

    IF 'message_sent' = ANY (_kinds) THEN
        _marks := public.read_marks_of_senders(_decisions);
    END IF;

    _positioned := public.assign_positions(_head, _decisions, _marks, _keys);

    IF _positioned <> '{}' THEN
        _now := greatest(
            date_trunc('milliseconds', clock_timestamp()),
            (SELECT h.latest_at FROM public.log_head AS h)
        );
        _setting := set_config(
            'vestnik.assigned_position', (_head + cardinality(_positioned))::text, true
        );

        IF _kinds && '{message_sent, message_edited}' THEN
            PERFORM public.give_prepared_words(_head + 1, ARRAY(
                SELECT CASE WHEN p.kind IN ('message_sent', 'message_edited') THEN
                           public.proven_words(
                               p.event_id, p.payload ->> 'content', _prepared[p.ordinal]
                           )
                       END
                FROM unnest(_positioned) AS p
                ORDER BY p.position
            ));
        END IF;

        INSERT INTO public.events
            (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at, origin)
        SELECT p.position, p.event_id, p.realm, p.chat_id, p.kind, p.actor_id, p.payload, _now,
               -- fill_event_defaults() replaces it for sessions that are no server.
               'server'
        FROM unnest(_positioned) AS p;

        IF array_remove(_limits, NULL) <> '{}' THEN
            PERFORM public.record_actions(_decisions);
        END IF;

        RETURN QUERY
        SELECT p.ordinal,
               'append',
               p.position,
               p.event_id,
               p.chat_id,
               p.actor_id,
               _now,
               CASE WHEN p.is_decided THEN p.payload END,
               context.chat_uuid,
               context.subject_uuid,
               context.files,
               false,
               bucket.microseconds,
               CASE
                   WHEN _limits[p.ordinal] IS NOT NULL
                       THEN public.recent_quota(p.realm, p.actor_id, p.kind)
               END
        FROM unnest(_positioned) AS p
        CROSS JOIN LATERAL public.event_context(
            p.position, NULL, p.kind, p.chat_id, NULL, p.payload
        ) AS context
        LEFT JOIN LATERAL public.bucket_full_in(p.actor_id, p.kind) AS bucket ON true
        WHERE p.ordinal IS NOT NULL;
    END IF;

    IF cardinality(_positioned) - cardinality(_marks) < cardinality(_decisions) THEN
        RETURN QUERY
        SELECT r.*
        FROM public.results_without_append(_decisions) AS r;
    END IF;
END;
$$;
