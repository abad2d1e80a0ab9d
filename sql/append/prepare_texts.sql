-- Runs before texts are appended, without the lock of the head: computes everything whose cost the
-- authors of the texts choose. append_batch() gets the results, which are in the order of the texts.
-- The parameters are those of prepare_text(). The settings are those of append_batch().
CREATE OR REPLACE FUNCTION public.prepare_texts(
    _event_ids    uuid[],
    _texts        text[],
    _message_ids  bigint[],
    _need_digests boolean[]
)
RETURNS SETOF public.prepared_text
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off
AS $$
BEGIN
    RETURN QUERY
    SELECT p.*
    FROM unnest(_event_ids, _texts, _message_ids, _need_digests)
         WITH ORDINALITY AS given (event_id, text, message_id, needs_digest, n)
    CROSS JOIN LATERAL public.prepare_text(
        given.event_id, given.text, given.message_id, given.needs_digest
    ) AS p
    ORDER BY given.n;
END;
$$;
