-- A step of append_batch(), run with the head taken, after every draft was decided: refuses what
-- goes beyond a person's limits. A draft that repeats an earlier one, or was refused, takes
-- nothing from them. _limits is `domain::PersonalLimits`; drafts with limits of their own
-- (limit_reached.sql) are passed over.
CREATE OR REPLACE FUNCTION public.enforce_limits(
    _verdicts  public.verdict[],
    _kinds     text[],
    _actor_ids bigint[],
    _payloads  jsonb[],
    _limits    jsonb
)
RETURNS public.verdict[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF _limits ? 'send' AND 'message_sent' = ANY (_kinds) THEN
        _verdicts := public.take_tokens(
            _verdicts, _kinds, _actor_ids, _payloads, 'message_sent',
            interval '1 second' / (_limits #>> '{send,per_second}')::integer,
            (_limits #>> '{send,burst}')::integer
        );
    END IF;

    IF _limits ? 'chat' AND 'chat_created' = ANY (_kinds) THEN
        _verdicts := public.limit_groups(
            _verdicts, _kinds, _actor_ids, (_limits #>> '{chat,groups}')::integer
        );
        _verdicts := public.take_tokens(
            _verdicts, _kinds, _actor_ids, _payloads, 'chat_created',
            interval '1 hour' / (_limits #>> '{chat,per_hour}')::integer,
            (_limits #>> '{chat,per_hour}')::integer
        );
    END IF;

    RETURN _verdicts;
END;
$$;
