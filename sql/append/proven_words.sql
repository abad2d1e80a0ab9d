-- The words that were prepared of a text, if they are its own; NULL: project() has to find them.
CREATE OR REPLACE FUNCTION public.proven_words(_event_id uuid, _text text, _prepared jsonb)
RETURNS text
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _words text := _prepared ->> 'words';
BEGIN
    RETURN CASE
        WHEN _prepared ->> 'proof' = public.proof_of_words(_event_id, _text, _words) THEN _words
    END;
END;
$$;
