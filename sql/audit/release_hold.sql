-- Releases a hold. Only the owner may call it.
--
--     SELECT audit.release_hold(3, 'the proceedings have ended');
CREATE OR REPLACE FUNCTION audit.release_hold(id bigint, reason text)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    _id CONSTANT bigint := id;
BEGIN
    UPDATE audit.holds AS h
    SET released_at = date_trunc('milliseconds', clock_timestamp()),
        released_by = session_user,
        release_reason = release_hold.reason
    WHERE h.id = _id
      AND h.released_at IS NULL;

    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no hold %, or it was released', _id
            USING ERRCODE = 'no_data_found';
    END IF;
END;
$$;
