-- Called by project_messages(): the message_words() of the events of a range, in their order, which an import
-- has computed in another session, so that other appends do not wait for that. NULL if there are none. They
-- count once, for the very range, since the setting outlives the statement.
CREATE OR REPLACE FUNCTION public.take_prepared_words(_from bigint, _to bigint)
RETURNS tsvector[]
LANGUAGE plpgsql
AS $$
DECLARE
    _given text := current_setting('vestnik.prepared_words', true);
    _words tsvector[];
BEGIN
    -- Every session can make the setting, but only one of the owner, such as an import, may bring words.
    IF _given IS NULL OR _given = '' OR NOT pg_has_role(session_user, current_user, 'MEMBER') THEN
        RETURN NULL;
    END IF;

    PERFORM set_config('vestnik.prepared_words', '', true);
    _words := _given::tsvector[];
    RETURN CASE WHEN cardinality(_words) = _to - _from + 1 THEN _words END;
END;
$$;
