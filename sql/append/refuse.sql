-- Returns the decisions with the new events of these ordinals refused with a code.
CREATE OR REPLACE FUNCTION public.refuse(
    _decisions public.decision[],
    _ordinals  integer[],
    _code      text
)
RETURNS public.decision[]
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF _ordinals IS NULL THEN
        RETURN _decisions;
    END IF;

    RETURN ARRAY(
        SELECT CASE
                   WHEN v.ordinal = ANY (_ordinals)
                       THEN ROW(v.ordinal, _code, v.chat_id, v.payload, v.original)::public.decision
                   ELSE v
               END
        FROM unnest(_decisions) AS v
    );
END;
$$;
