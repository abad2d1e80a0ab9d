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
    _user_limits jsonb,
    _retry       boolean
)
RETURNS TABLE (
    ordinal      integer,
    outcome      text,
    "position"   bigint,
    event_id     uuid,
    chat_id      bigint,
    actor_id     bigint,
    recorded_at  timestamptz,
    -- NULL if it is the payload that was passed in.
    payload      jsonb,
    chat_uuid    uuid,
    subject_uuid uuid,
    files        jsonb,
    -- For a duplicate: whether its message or chat is deleted.
    is_deleted   boolean
)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off
AS $$
#variable_conflict use_column
DECLARE
    _order      CONSTANT text[] := public.append_order();
    _head       bigint;
    _now        timestamptz;
    _new_events public.new_event[];
    _decisions  public.decision[] := '{}';
    _marks      public.new_event[] := '{}';
BEGIN
    _head := public.lock_head();

    SELECT array_agg(
        ROW(
            d.n, d.event_id, d.realm, d.kind, d.chat_id, d.actor_id, d.payload, d.limits
        )::public.new_event
    )
    INTO _new_events
    FROM unnest(_event_ids, _realms, _kinds, _chat_ids, _actor_ids, _payloads, _limits)
         WITH ORDINALITY AS d (event_id, realm, kind, chat_id, actor_id, payload, limits, n)
    WHERE NOT _retry
       OR NOT EXISTS (SELECT FROM public.events AS e WHERE e.event_id = d.event_id OFFSET 0);

    _decisions := public.decide(_new_events, _kinds);

    IF _user_limits IS NOT NULL THEN
        _decisions := public.enforce_limits(_decisions, _kinds, _actor_ids, _limits, _user_limits);
    END IF;

    _now := date_trunc('milliseconds', clock_timestamp());

    IF EXISTS (SELECT FROM unnest(_decisions) AS v WHERE v.outcome = 'append') THEN
        IF 'message_sent' = ANY (_kinds) THEN
            _marks := public.read_marks_of_senders(_new_events, _decisions);
        END IF;

        PERFORM set_config('vestnik.assigned_position', (
            _head + cardinality(_marks)
            + (SELECT count(*) FROM unnest(_decisions) AS v WHERE v.outcome = 'append')
        )::text, true);

        INSERT INTO public.events
            (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at)
        SELECT a.position, a.event_id, a.realm,
               CASE a.kind WHEN 'chat_created' THEN a.position ELSE a.chat_id END,
               a.kind, a.actor_id,
               CASE
                   WHEN a.is_mark THEN a.payload || jsonb_build_object(
                       'up_to_id',
                       max(a.position) FILTER (WHERE a.kind = 'message_sent')
                           OVER (PARTITION BY a.chat_id, a.actor_id)
                   )
                   ELSE a.payload
               END,
               _now
        FROM (
            SELECT _head + row_number() OVER (
                       ORDER BY array_position(
                                    _order, CASE WHEN b.is_mark THEN 'message_sent' ELSE b.kind END
                                ),
                                b.is_mark, b.ordinal
                   ) AS position,
                   b.*
            FROM (
                SELECT d.ordinal, d.event_id, d.realm, v.chat_id, d.kind, d.actor_id, v.payload,
                       false AS is_mark
                FROM unnest(_decisions) AS v
                JOIN unnest(_new_events) AS d ON d.ordinal = v.ordinal
                WHERE v.outcome = 'append'
                UNION ALL
                SELECT r.ordinal, r.event_id, r.realm, r.chat_id, r.kind, r.actor_id, r.payload,
                       true
                FROM unnest(_marks) AS r
            ) AS b
        ) AS a;

        IF array_remove(_limits, NULL) <> '{}' THEN
            PERFORM public.record_actions(_new_events, _decisions);
        END IF;
    END IF;

    RETURN QUERY
    SELECT d.n::integer,
           coalesce(v.outcome, CASE WHEN stored.position IS NOT NULL THEN 'append' END),
           stored.position,
           stored.event_id,
           stored.chat_id,
           stored.actor_id,
           stored.recorded_at,
           CASE WHEN stored.payload IS DISTINCT FROM d.payload THEN stored.payload END,
           context.chat_uuid,
           context.subject_uuid,
           context.files,
           coalesce(m.is_deleted, c.deleted_at IS NOT NULL)
    FROM unnest(_event_ids, _payloads) WITH ORDINALITY AS d (event_id, payload, n)
    LEFT JOIN unnest(_decisions) AS v ON v.ordinal = d.n
    LEFT JOIN LATERAL (
        SELECT e.*
        FROM public.events AS e
        WHERE e.event_id = CASE WHEN v.outcome IS NULL OR v.outcome = 'append' THEN d.event_id END
        OFFSET 0
    ) AS mine ON true
    LEFT JOIN LATERAL (
        SELECT e.* FROM public.events AS e WHERE e.position = v.original OFFSET 0
    ) AS earlier ON true
    CROSS JOIN LATERAL (
        SELECT coalesce(mine.position, earlier.position) AS position,
               coalesce(mine.event_id, earlier.event_id) AS event_id,
               coalesce(mine.kind, earlier.kind) AS kind,
               coalesce(mine.chat_id, earlier.chat_id) AS chat_id,
               coalesce(mine.actor_id, earlier.actor_id) AS actor_id,
               coalesce(mine.payload, earlier.payload) AS payload,
               coalesce(mine.recorded_at, earlier.recorded_at) AS recorded_at
    ) AS stored
    CROSS JOIN LATERAL public.event_context(
        stored.position, NULL, stored.kind, stored.chat_id, NULL, stored.payload
    ) AS context
    LEFT JOIN LATERAL (
        SELECT m.is_deleted FROM public.messages AS m WHERE m.id = v.original OFFSET 0
    ) AS m ON true
    LEFT JOIN LATERAL (
        SELECT c.deleted_at FROM public.chats AS c WHERE c.id = v.original OFFSET 0
    ) AS c ON true;
END;
$$;
