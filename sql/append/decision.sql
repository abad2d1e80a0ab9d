-- Makes a decision on a new event. The planner inlines it.
CREATE OR REPLACE FUNCTION public.decision(
    _event      public.new_event,
    _outcome    text,
    _chat_id    bigint,
    _payload    jsonb,
    _original   bigint DEFAULT NULL,
    _read_up_to bigint DEFAULT NULL,
    _newest     bigint DEFAULT NULL
)
RETURNS public.decision
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT ROW(
        _event, _outcome, _chat_id, _payload, _original, _read_up_to, _newest
    )::public.decision;
$$;
