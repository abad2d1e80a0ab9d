-- A step of append_batch(), after every event is decided and with the head locked: refuses events
-- that exceed the limits of each user. Duplicates and refused events do not count. _user_limits is
-- `domain::PersonalLimits`; events with limits of their realm (check_send_allowed.sql) are skipped.
--
-- Each kind declares the limit that it counts against (event_kinds.limit_class), and each user has
-- a bucket for each kind.
CREATE OR REPLACE FUNCTION public.enforce_limits(
    _decisions   public.decision[],
    _kinds       text[],
    _user_limits jsonb
)
RETURNS public.decision[]
LANGUAGE plpgsql
AS $$
DECLARE
    _send CONSTANT jsonb := _user_limits -> 'send';
    _chat CONSTANT jsonb := _user_limits -> 'chat';
    _kind record;
BEGIN
    IF _chat IS NOT NULL AND 'chat_created' = ANY (_kinds) THEN
        _decisions := public.limit_groups(_decisions, (_chat ->> 'groups')::integer);
    END IF;

    FOR _kind IN
        SELECT k.kind, k.limit_class
        -- The kind that was decided on, which may be another one than was asked for (../events/chat_read.sql).
        FROM (
            SELECT DISTINCT (v.event).kind
            FROM unnest(_decisions) AS v
            WHERE v.outcome = 'append'
        ) AS named
        CROSS JOIN LATERAL (
            SELECT k.kind, k.limit_class
            FROM public.event_kinds AS k
            WHERE k.kind = named.kind
            OFFSET 0
        ) AS k
    LOOP
        IF _kind.limit_class = 'message' AND _send IS NOT NULL THEN
            _decisions := public.take_tokens(
                _decisions, _kind.kind, 'rate_limited',
                interval '1 second' / (_send ->> 'per_second')::integer,
                (_send ->> 'burst')::integer
            );
        ELSIF _kind.limit_class = 'chat' AND _chat IS NOT NULL THEN
            _decisions := public.take_tokens(
                _decisions, _kind.kind, 'chats_rate_limited',
                interval '1 hour' / (_chat ->> 'per_hour')::integer,
                (_chat ->> 'per_hour')::integer
            );
        END IF;
    END LOOP;

    RETURN _decisions;
END;
$$;
