-- The files of an event, and what became of its text since, as the end of its description.
CREATE OR REPLACE FUNCTION audit.fate_of_text(_event public.events)
RETURNS text
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _files text;
    _fate  text;
BEGIN
    IF _event.payload ? 'attachments' THEN
        SELECT ' ' || audit.said('with') || ' ' || string_agg(
            coalesce('"' || f.name || '"', audit.said('a deleted file')), ', ' ORDER BY f.ordinal
        )
        INTO _files
        FROM audit.message_files(_event) AS f;
    END IF;

    IF _event.payload ? 'content_digest' THEN
        _fate := 'erased since';
    ELSIF _event.kind = 'message_sent' THEN
        SELECT CASE
            WHEN m.is_deleted THEN 'deleted since'
            WHEN m.edit_position IS NOT NULL THEN 'edited since'
        END
        INTO _fate
        FROM public.messages AS m
        WHERE m.id = _event.position;
    END IF;

    RETURN coalesce(_files, '') || coalesce(' (' || audit.said(_fate) || ')', '');
END;
$$;
