-- The same verdicts, but for these drafts, which are refused with a code.
CREATE OR REPLACE FUNCTION public.refuse(_verdicts public.verdict[], _ordinals integer[], _code text)
RETURNS public.verdict[]
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF _ordinals IS NULL THEN
        RETURN _verdicts;
    END IF;

    RETURN ARRAY(
        SELECT CASE
                   WHEN v.ordinal = ANY (_ordinals)
                       THEN ROW(v.ordinal, _code, v.chat_id, v.payload, v.original)::public.verdict
                   ELSE v
               END
        FROM unnest(_verdicts) AS v
    );
END;
$$;
