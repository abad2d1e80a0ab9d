-- Returns the decisions with the new events of these ordinals refused with a code.
CREATE OR REPLACE FUNCTION public.refuse(
    _decisions public.decision[],
    _ordinals  integer[],
    _code      text
)
RETURNS public.decision[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    IF _ordinals IS NULL THEN
        RETURN _decisions;
    END IF;

    RETURN ARRAY(
        SELECT CASE
                   WHEN (v.event).ordinal = ANY (_ordinals)
                       THEN public.decision(v.event, _code, v.chat_id, v.payload)
                   ELSE v
               END
        FROM unnest(_decisions) AS v
    );
END;
$$;
