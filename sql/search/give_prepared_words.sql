-- Tells project() the words of the events that the transaction appends next, from the position _from
-- on: those of each with spaces between them, or NULL if they are not known. append_batch() and imports
-- call it.
--
-- They are lines of a setting, which Postgres reads faster than the text of a tsvector. The first one
-- is a key.
CREATE OR REPLACE FUNCTION public.give_prepared_words(_from bigint, _words text[])
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM set_config(
        'vestnik.prepared_words',
        public.key_of_prepared_words(_from) || E'\n' || array_to_string(_words, E'\n', '-'),
        true
    );
END;
$$;

CREATE OR REPLACE FUNCTION public.key_of_prepared_words(_from bigint)
RETURNS text
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (SELECT _from || ' ' || s.secret FROM public.log_secret AS s);
END;
$$;
