-- Computes what is appended with a text: that of a new message, or of an edit of _message_id; NULL: a
-- message that forwards _message_id has its text. See prepare_texts().
CREATE OR REPLACE FUNCTION public.prepare_text(
    _event_id     uuid,
    _text         text,
    _message_id   bigint,
    _needs_digest boolean
)
RETURNS public.prepared_text
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _message  public.messages;
    _prepared public.prepared_text;
BEGIN
    IF _message_id IS NOT NULL THEN
        SELECT m.*
        INTO _message
        FROM public.messages AS m
        WHERE m.id = _message_id;
        _prepared.version := public.text_version(_message_id);
    END IF;

    IF _text IS NULL THEN
        _text := _message.content;
        _prepared.words := array_to_string(tsvector_to_array(_message.words), ' ');
    ELSE
        _prepared.words := array_to_string(tsvector_to_array(public.message_words(_text)), ' ');
        _prepared.chat_id := _message.chat_id;
        _prepared.content := _message.content;
        _prepared.mentions := _message.mention_places;
    END IF;

    _prepared.bytes := coalesce(octet_length(_text), 0);
    _prepared.proof := public.proof_of_words(_event_id, _text, _prepared.words);
    IF _needs_digest THEN
        _prepared.digest := encode(public.normalized_text_hash(_text), 'hex');
    END IF;
    RETURN _prepared;
END;
$$;
