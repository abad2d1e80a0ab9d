-- Proves that these are the words of an event's text: only routines of the owner know the secret. So
-- what a search finds is decided by the texts in the log, and not by the login that appends them.
CREATE OR REPLACE FUNCTION public.proof_of_words(_event_id uuid, _text text, _words text)
RETURNS text
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN encode(sha256(convert_to(
        (SELECT s.secret FROM public.log_secret AS s)
            || _event_id || length(_text) || ':' || _text || _words,
        'UTF8'
    )), 'hex');
END;
$$;
