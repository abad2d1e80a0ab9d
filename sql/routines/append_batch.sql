-- Runs once for each batch of a server's writer: takes the head, decides on every draft,
-- appends what may be appended, and tells each draft its fate, all in one round trip.
--
-- The drafts of a batch were all in flight at once, so any order among them is right in which
-- each may still do what it was found to be allowed: what reads, edits and deletes speaks of
-- what was there before, so it goes first; then sends; and nobody is out of a chat, nor is a
-- chat gone, before what they did in it. _ranks is that order.
-- The writer sees to it that no two drafts of a batch are about the same thing. Sends may bring
-- read marks of their senders along: visits_of_senders.sql.
--
-- After a connection that died around COMMIT the writer asks again with _retry: an
-- event that is there under its event_id was appended by the first attempt.
--
-- A plan is made once per connection, perhaps on an empty log, and must still be right when the
-- log has grown, whatever statistics there are. So here and in what this calls, every look-up is
-- a LATERAL subquery that names one key and nothing else; OFFSET 0 keeps the planner from taking
-- it apart. What else a row has to fulfil is said above it, in ON. The settings are for what the
-- planner may still choose: to read a table that it believes to be empty from end to end.
CREATE OR REPLACE FUNCTION public.append_batch(
    _event_ids uuid[],
    _realms    text[],
    _kinds     text[],
    _chat_ids  bigint[],
    _actor_ids bigint[],
    _payloads  jsonb[],
    _retry     boolean,
    _limits    jsonb DEFAULT NULL
)
RETURNS TABLE (
    ordinal     integer,
    outcome     text,
    "position"  bigint,
    event_id    uuid,
    chat_id     bigint,
    recorded_at timestamptz,
    is_deleted  boolean
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
    _ranks    CONSTANT text[] := ARRAY[
        'chat_read', 'message_edited', 'message_deleted', 'message_sent', 'message_reported',
        'chat_hidden', 'participant_blocked', 'participant_unblocked',
        'user_blocked', 'user_unblocked', 'user_banned', 'report_resolved',
        'chat_created', 'chat_restored', 'participant_joined', 'participant_left', 'chat_deleted'
    ];
    _head     bigint;
    _now      timestamptz;
    _drafts   public.draft[];
    _verdicts public.verdict[] := '{}';
    _visits   public.draft[] := '{}';
BEGIN
    _head := public.take_head();

    SELECT array_agg(ROW(d.n, d.event_id, d.realm, d.kind, d.chat_id, d.actor_id, d.payload)::public.draft)
    INTO _drafts
    FROM unnest(_event_ids, _realms, _kinds, _chat_ids, _actor_ids, _payloads)
         WITH ORDINALITY AS d (event_id, realm, kind, chat_id, actor_id, payload, n)
    WHERE NOT _retry
       OR NOT EXISTS (SELECT FROM public.events AS e WHERE e.event_id = d.event_id OFFSET 0);

    IF 'message_sent' = ANY (_kinds) THEN
        _verdicts := ARRAY(SELECT v FROM public.decide_message_sent(_drafts) AS v);
    END IF;
    IF 'chat_read' = ANY (_kinds) THEN
        _verdicts := _verdicts || ARRAY(SELECT v FROM public.decide_chat_read(_drafts) AS v);
    END IF;
    IF 'message_edited' = ANY (_kinds) THEN
        _verdicts := _verdicts || ARRAY(SELECT v FROM public.decide_message_edited(_drafts) AS v);
    END IF;
    IF 'message_deleted' = ANY (_kinds) THEN
        _verdicts := _verdicts || ARRAY(SELECT v FROM public.decide_message_deleted(_drafts) AS v);
    END IF;
    IF 'chat_created' = ANY (_kinds) THEN
        _verdicts := _verdicts || ARRAY(SELECT v FROM public.decide_chat_created(_drafts) AS v);
    END IF;
    IF 'chat_restored' = ANY (_kinds) THEN
        _verdicts := _verdicts || ARRAY(SELECT v FROM public.decide_chat_restored(_drafts) AS v);
    END IF;
    IF 'chat_deleted' = ANY (_kinds) THEN
        _verdicts := _verdicts || ARRAY(SELECT v FROM public.decide_chat_deleted(_drafts) AS v);
    END IF;
    IF 'participant_joined' = ANY (_kinds) THEN
        _verdicts := _verdicts || ARRAY(SELECT v FROM public.decide_participant_joined(_drafts) AS v);
    END IF;
    IF 'participant_left' = ANY (_kinds) THEN
        _verdicts := _verdicts || ARRAY(SELECT v FROM public.decide_participant_left(_drafts) AS v);
    END IF;
    IF 'chat_hidden' = ANY (_kinds) THEN
        _verdicts := _verdicts || ARRAY(SELECT v FROM public.decide_chat_hidden(_drafts) AS v);
    END IF;
    IF _kinds && ARRAY['participant_blocked', 'participant_unblocked'] THEN
        _verdicts := _verdicts || ARRAY(SELECT v FROM public.decide_participant_blocked(_drafts) AS v);
    END IF;
    IF _kinds && ARRAY['user_blocked', 'user_unblocked'] THEN
        _verdicts := _verdicts || ARRAY(SELECT v FROM public.decide_user_blocked(_drafts) AS v);
    END IF;
    IF 'message_reported' = ANY (_kinds) THEN
        _verdicts := _verdicts || ARRAY(SELECT v FROM public.decide_message_reported(_drafts) AS v);
    END IF;
    IF 'report_resolved' = ANY (_kinds) THEN
        _verdicts := _verdicts || ARRAY(SELECT v FROM public.decide_report_resolved(_drafts) AS v);
    END IF;
    IF 'user_banned' = ANY (_kinds) THEN
        _verdicts := _verdicts || ARRAY(SELECT v FROM public.decide_user_banned(_drafts) AS v);
    END IF;

    IF _limits IS NOT NULL THEN
        _verdicts := public.enforce_limits(_verdicts, _kinds, _actor_ids, _payloads, _limits);
    END IF;

    _now := date_trunc('milliseconds', clock_timestamp());

    IF EXISTS (SELECT FROM unnest(_verdicts) AS v WHERE v.outcome = 'append') THEN
        IF 'message_sent' = ANY (_kinds) THEN
            _visits := public.visits_of_senders(_drafts, _verdicts);
        END IF;

        PERFORM set_config('vestnik.drawn', (
            _head + cardinality(_visits)
            + (SELECT count(*) FROM unnest(_verdicts) AS v WHERE v.outcome = 'append')
        )::text, true);

        INSERT INTO public.events
            (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at)
        SELECT a.position, a.event_id, a.realm,
               CASE a.kind WHEN 'chat_created' THEN a.position ELSE a.chat_id END,
               a.kind, a.actor_id,
               CASE
                   WHEN a.is_visit THEN a.payload || jsonb_build_object(
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
                                    _ranks, CASE WHEN b.is_visit THEN 'message_sent' ELSE b.kind END
                                ),
                                b.is_visit, b.ordinal
                   ) AS position,
                   b.*
            FROM (
                SELECT d.ordinal, d.event_id, d.realm, v.chat_id, d.kind, d.actor_id, v.payload,
                       false AS is_visit
                FROM unnest(_verdicts) AS v
                JOIN unnest(_drafts) AS d ON d.ordinal = v.ordinal
                WHERE v.outcome = 'append'
                UNION ALL
                SELECT r.ordinal, r.event_id, r.realm, r.chat_id, r.kind, r.actor_id, r.payload,
                       true
                FROM unnest(_visits) AS r
            ) AS b
        ) AS a;

        -- Elsewhere nobody limits anybody.
        IF 'market' = ANY (_realms) THEN
            PERFORM public.remember_deeds(_drafts, _verdicts);
        END IF;
    END IF;

    RETURN QUERY
    SELECT d.n::integer,
           coalesce(v.outcome, CASE WHEN mine.event_id IS NOT NULL THEN 'append' END),
           coalesce(mine.position, earlier.position),
           coalesce(mine.event_id, earlier.event_id),
           coalesce(mine.chat_id, v.chat_id),
           coalesce(mine.recorded_at, earlier.recorded_at),
           coalesce(m.is_deleted, c.deleted_at IS NOT NULL)
    FROM unnest(_event_ids) WITH ORDINALITY AS d (event_id, n)
    LEFT JOIN unnest(_verdicts) AS v ON v.ordinal = d.n
    LEFT JOIN LATERAL (
        SELECT e.* FROM public.events AS e WHERE e.event_id = d.event_id OFFSET 0
    ) AS mine ON true
    LEFT JOIN LATERAL (
        SELECT e.* FROM public.events AS e WHERE e.position = v.original OFFSET 0
    ) AS earlier ON true
    LEFT JOIN LATERAL (
        SELECT m.is_deleted FROM public.messages AS m WHERE m.id = v.original OFFSET 0
    ) AS m ON true
    LEFT JOIN LATERAL (
        SELECT c.deleted_at FROM public.chats AS c WHERE c.id = v.original OFFSET 0
    ) AS c ON true;
END;
$$;
