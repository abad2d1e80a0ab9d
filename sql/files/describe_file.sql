-- A file as messages and events show it: an object with the fields of the server's `Attachment`, those
-- that are known. The planner inlines it.
CREATE OR REPLACE FUNCTION public.describe_file(_file public.attachments)
RETURNS jsonb
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT jsonb_strip_nulls(jsonb_build_object(
        'id', _file.id,
        'name', _file.name,
        'mime', _file.mime,
        'size', _file.size,
        'width', _file.width,
        'height', _file.height,
        'placeholder', _file.placeholder,
        'duration_ms', _file.duration_ms,
        'is_voice', CASE WHEN _file.is_voice THEN true END,
        'waveform', _file.waveform
    ));
$$;
