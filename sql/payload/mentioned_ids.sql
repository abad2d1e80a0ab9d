-- The users of a list of mentions, each once, in its order; none without a list.
CREATE OR REPLACE FUNCTION public.mentioned_ids(_mentions jsonb)
RETURNS bigint[]
LANGUAGE plpgsql
IMMUTABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT (listed.mention ->> 'user_id')::bigint
        FROM jsonb_array_elements(_mentions) WITH ORDINALITY AS listed (mention, ordinal)
        GROUP BY 1
        ORDER BY min(listed.ordinal)
    );
END;
$$;
