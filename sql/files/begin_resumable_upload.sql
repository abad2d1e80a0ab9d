-- Called when a user begins a resumable upload, within their quota and their number of unposted files.
-- It locks the user's row, so that uploads that begin at the same time count each other. Returns the
-- upload's id, or why it is refused, and the number of unposted files then.
CREATE OR REPLACE FUNCTION public.begin_resumable_upload(
    _key          uuid,
    _realm        text,
    _owner_id     bigint,
    _name         text,
    _length       bigint,
    _metadata     text,
    _part_size    integer,
    _max_unposted bigint,
    _quota        bigint,
    _is_voice     boolean,
    _waveform     smallint[]
)
RETURNS TABLE (id bigint, refusal text, files bigint)
LANGUAGE plpgsql
AS $$
DECLARE
    _files bigint;
BEGIN
    PERFORM
    FROM public.users AS u
    WHERE u.id = _owner_id
    FOR NO KEY UPDATE;

    -- The user was erased meanwhile.
    IF NOT FOUND THEN
        RETURN;
    END IF;

    _files := public.unposted_files(_owner_id);
    IF _files >= _max_unposted THEN
        RETURN QUERY SELECT NULL::bigint, 'too_many_waiting', _files;
        RETURN;
    END IF;
    IF public.stored_bytes(_owner_id, _realm) + _length > _quota THEN
        RETURN QUERY SELECT NULL::bigint, 'quota_reached', _files;
        RETURN;
    END IF;

    RETURN QUERY
    WITH file AS (
        INSERT INTO public.attachments (key, realm, owner_id, name, is_voice, waveform)
        VALUES (_key, _realm, _owner_id, _name, _is_voice, _waveform)
        RETURNING attachments.id
    )
    INSERT INTO public.uploads (attachment_id, length, part_size, metadata)
    SELECT file.id, _length, _part_size, _metadata
    FROM file
    RETURNING uploads.attachment_id, NULL::text, _files + 1;
END;
$$;
